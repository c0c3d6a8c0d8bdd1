// A menu that opens from a button: arrow keys move, Escape closes and goes back to the button.

import { el } from "./dom.js";

let current = null;

export function closeMenu(returnFocus = true) {
  if (!current) return false;
  const { node, opener } = current;
  current = null;
  node.remove();
  opener.setAttribute("aria-expanded", "false");
  if (returnFocus && opener.isConnected) opener.focus();
  return true;
}

/** Items: `{label, detail?, danger?, checked?, icon?, choose}` or `{heading}`. */
export function openMenu(opener, items, label, kind = "") {
  if (current?.opener === opener) { closeMenu(); return; }
  closeMenu(false);
  const node = el("div", { class: `menu ${kind}`, role: "menu", "aria-label": label }, items.map(row));
  document.body.append(node);
  current = { node, opener };
  opener.setAttribute("aria-expanded", "true");
  place(node, opener);
  node.addEventListener("keydown", onKey);
  (node.querySelector("[aria-checked=true]") ?? node.querySelector("button"))?.focus();
}

function row(item) {
  if (item.heading) return el("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const checkable = item.checked !== undefined;
  return el("button", {
    type: "button", class: `menu-item ${item.danger ? "danger" : ""}`, tabindex: "-1",
    role: checkable ? "menuitemradio" : "menuitem", "aria-checked": checkable ? String(item.checked) : null,
    onClick: () => { closeMenu(); item.choose(); },
  }, item.icon, el("span", { class: "menu-words" }, el("span", {}, item.label), item.detail && el("span", { class: "described" }, item.detail)));
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
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to !== undefined) { event.preventDefault(); rows[(to + rows.length) % rows.length].focus(); }
  if (event.key === "Escape") { event.stopPropagation(); closeMenu(); }
  if (event.key === "Tab") { event.preventDefault(); closeMenu(); }
}

document.addEventListener("pointerdown", (event) => {
  if (current && !current.node.contains(event.target) && !current.opener.contains(event.target)) closeMenu(false);
});
