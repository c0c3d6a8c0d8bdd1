// A menu that opens from a button: arrow keys and first letters move, Escape closes and goes back to the button.

import { el } from "./dom.js";

let current = null;

export function closeMenu(returnFocus = true) {
  if (!current) return false;
  const { node, opener, closed } = current;
  current = null;
  node.remove();
  opener.setAttribute("aria-expanded", "false");
  if (returnFocus && opener.isConnected) opener.focus();
  closed?.();
  return true;
}

/**
 * Items: `{label, detail?, danger?, checked?, several?, icon?, choose}`, or `{heading}` over those that follow it.
 * One with `several` is a tick of its own: choosing it leaves the menu open.
 */
export function openMenu(opener, items, label, { kind = "", closed = null } = {}) {
  if (current?.opener === opener) { closeMenu(); return; }
  closeMenu(false);
  const node = el("div", { class: `menu ${kind}`, role: "menu", "aria-label": label }, grouped(items));
  document.body.append(node);
  current = { node, opener, closed };
  opener.setAttribute("aria-expanded", "true");
  place(node, opener);
  node.addEventListener("keydown", onKey);
  (node.querySelector("[aria-checked=true]") ?? node.querySelector("button"))?.focus();
}

function grouped(items) {
  const parts = [];
  let into = parts;
  for (const item of items) {
    if (item.heading) {
      into = [];
      parts.push({ heading: item.heading, rows: into });
    } else into.push(row(item));
  }
  return parts.map((part) => (part.rows
    ? el("div", { role: "group", "aria-label": part.heading }, el("div", { class: "menu-heading", "aria-hidden": "true" }, part.heading), part.rows) : part));
}

function row(item) {
  const checkable = item.checked !== undefined;
  const role = !checkable ? "menuitem" : item.several ? "menuitemcheckbox" : "menuitemradio";
  const node = el("button", {
    type: "button", class: `menu-item ${item.danger ? "danger" : ""}`, tabindex: "-1", role, "aria-checked": checkable ? String(item.checked) : null,
    onClick: () => {
      if (!item.several) { closeMenu(); item.choose(); return; }
      node.setAttribute("aria-checked", String(item.choose()));
    },
  }, item.icon, el("span", { class: "menu-words" }, el("span", {}, item.label), item.detail && el("span", { class: "described" }, item.detail)));
  return node;
}

function place(node, opener) {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = at.bottom + 4 + height <= window.innerHeight;
  node.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
  node.style.left = `${Math.max(8, Math.min(at.left + width > window.innerWidth - 8 ? at.right - width : at.left, window.innerWidth - width - 8))}px`;
}

function onKey(event) {
  const rows = [...current.node.querySelectorAll("button")];
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key] ?? byLetter(event, rows, at);
  if (to !== undefined) { event.preventDefault(); rows[(to + rows.length) % rows.length].focus(); }
  if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); closeMenu(); }
  if (event.key === "Tab") { event.preventDefault(); closeMenu(); }
}

function byLetter(event, rows, at) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const begins = (node) => node.textContent.toLowerCase().startsWith(event.key.toLowerCase());
  const next = rows.findIndex((node, place) => place > at && begins(node));
  const found = next >= 0 ? next : rows.findIndex(begins);
  return found >= 0 ? found : undefined;
}

document.addEventListener("pointerdown", (event) => {
  if (current && !current.node.contains(event.target) && !current.opener.contains(event.target)) closeMenu(false);
});
