// Search, by Ctrl+K: places first, then messages that hold all the words.

import { el, sync } from "./dom.js";
import { anyDialog, openDialog } from "./dialog.js";
import { asWords } from "./mrkdwn.js";
import { go, openApp } from "./main.js";
import { dayAndClock } from "./times.js";

const MOST = 8;

export function openFinder(page) {
  if (anyDialog()) return;
  const field = el("input", { class: "field", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "found", "aria-autocomplete": "list", "aria-label": "Search", placeholder: "A channel, or words of a message", autocomplete: "off" });
  const list = el("div", { id: "found", class: "found", role: "listbox", "aria-label": "Found" });
  const none = el("p", { class: "quiet none-found", role: "status" });
  let found = [];
  let at = 0;
  const dialog = openDialog({ title: `Search ${page.state.team}`, content: [field, list, none], kind: "finder", onDismiss: () => dialog.close() });
  const choose = (one) => { dialog.close(); one.choose(); };
  const show = () => {
    none.textContent = found.length ? "" : "Nothing was found.";
    sync(list, found.map((one, place) => el("div", {
      class: "found-row", role: "option", id: `found-${place}`, "aria-selected": String(place === at), onClick: () => choose(one),
    }, el("span", {}, one.label), el("span", { class: "quiet" }, one.detail))));
    if (found.length) field.setAttribute("aria-activedescendant", `found-${at}`);
    else field.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const search = () => { found = find(page, field.value); at = 0; show(); };
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (["ArrowDown", "ArrowUp"].includes(event.key) && found.length) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      show();
    } else if (event.key === "Enter" && found[at]) { event.preventDefault(); choose(found[at]); }
  });
  search();
}

function find(page, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text) => words.every((word) => text.toLowerCase().includes(word));
  return [...places(page).filter((one) => holds(one.label)), ...(words.length ? messages(page, holds) : [])].slice(0, MOST);
}

function places({ state }) {
  return [
    ...state.channels.map((one) => ({ label: `# ${one.name}`, detail: one.about, choose: () => go({ place: { channel: one.id }, thread: null }) })),
    ...["Home", "Messages", "About"].map((tab) => ({ label: `${state.app.name}: ${tab}`, detail: "App", choose: () => openApp(tab.toLowerCase()) })),
  ];
}

function messages({ state }, holds) {
  const named = (channel) => `#${state.names.channels[channel] ?? state.app.name}`;
  return Object.entries(state.messages).flatMap(([channel, told]) => told.map((one) => ({ channel, one })))
    .filter(({ one }) => one.subtype !== "tombstone" && holds(asWords(one.text ?? "")))
    .sort((a, b) => (a.one.ts < b.one.ts ? 1 : -1))
    .map(({ channel, one }) => ({
      label: asWords(one.text).slice(0, 160), detail: `${named(channel)}, ${dayAndClock(one.ts)}`,
      choose: () => go({
        place: channel === state.dm ? { tab: "messages" } : { channel }, target: one.ts,
        thread: one.thread_ts && one.thread_ts !== one.ts ? { channel, ts: one.thread_ts } : null,
      }),
    }));
}
