// The list of channels and apps, with what is unread.

import { avatar, el, sync } from "./dom.js";
import { go, openApp } from "./main.js";
import { unread } from "./unread.js";

export function showSidebar(page) {
  const { state, place } = page;
  const channel = (one) => row({
    label: one.name, mark: el("span", { class: "hash", "aria-hidden": "true" }), name: `Channel ${one.name}`,
    current: place.channel === one.id, ...unread(page, one.id), key: one.id,
    choose: () => go({ place: { channel: one.id }, thread: null, editing: null }),
  });
  const app = unread(page, state.dm);
  const focus = document.activeElement?.dataset?.row;
  sync(document.getElementById("sidebar"), [
    el("div", { class: "team" }, state.team),
    el("h2", { class: "side-heading", id: "side-channels" }, "Channels"), el("ul", { "aria-labelledby": "side-channels" }, state.channels.map(channel)),
    el("h2", { class: "side-heading", id: "side-apps" }, "Apps"),
    el("ul", { "aria-labelledby": "side-apps" }, row({
      label: state.app.name, mark: avatar({ app: true, name: state.app.name }, "tiny"), name: state.app.name,
      current: Boolean(place.tab), ...app, key: "app", choose: () => openApp(app.fresh ? "messages" : "home"),
    })),
    el("p", { class: "side-note" }, "This page stands in for Slack. Nothing leaves this machine."),
  ]);
  if (focus) document.querySelector(`[data-row="${focus}"]`)?.focus();
  const here = place.tab ? state.app.name : `#${state.channels.find((one) => one.id === place.channel)?.name}`;
  const waiting = [...state.channels.map((one) => one.id), state.dm].some((one) => unread(page, one).fresh);
  document.title = `${waiting ? "* " : ""}${here} · ${state.team}`;
}

function row({ label, mark, name, current, fresh, badge, key, choose }) {
  const told = badge > 0 ? `${name}, unread, ${badge} for you` : fresh ? `${name}, unread` : name;
  return el("li", {}, el("button", {
    type: "button", class: `side-row ${fresh ? "fresh" : ""}`, "aria-current": current ? "page" : null,
    "aria-label": told, "data-row": key, onClick: choose,
  }, mark, el("span", { class: "side-name" }, label), badge > 0 && el("span", { class: "side-badge", "aria-hidden": "true", "data-count": badge })));
}
