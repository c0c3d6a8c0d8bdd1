// The bar on top, with "Acting as", and the list of channels and apps.

import { avatar, el, icon, sync } from "./dom.js";
import { openMenu } from "./menu.js";
import { go, openApp } from "./main.js";

let topFor = null;

export function showTop(page, actAs) {
  const { state } = page;
  if (topFor === state.me) return;
  topFor = state.me;
  const me = state.people.find((one) => one.id === state.me);
  const button = el("button", { type: "button", class: "acting", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": `Acting as ${me.real_name}` },
    avatar({ id: me.id, name: me.real_name }, "small"), el("span", {}, el("span", { class: "acting-label" }, "Acting as"), ` ${me.real_name}`), icon("chevron", 16));
  button.addEventListener("click", () => openMenu(button, state.people.map((one) => ({
    label: one.real_name, detail: one.job, checked: one.id === state.me,
    icon: avatar({ id: one.id, name: one.real_name }), choose: () => actAs(one.id),
  })), "Acting as"));
  const focused = document.activeElement?.classList.contains("acting");
  sync(document.getElementById("top"), [
    el("span", { class: "local" }, "Local workspace"),
    el("span", { class: "lost", role: "status" }, "Connection lost. Trying again…"),
    button,
  ]);
  if (focused) button.focus();
}

export function showSidebar(page) {
  const { state, place } = page;
  const channel = (one) => row({
    label: one.name, mark: el("span", { class: "hash", "aria-hidden": "true" }, "#"), name: `Channel ${one.name}`,
    current: place.channel === one.id, fresh: unread(page, one.id), key: one.id,
    choose: () => go({ place: { channel: one.id }, thread: null, editing: null }),
  });
  const focus = document.activeElement?.dataset?.row;
  sync(document.getElementById("sidebar"), [
    el("div", { class: "team" }, state.team),
    el("h2", { class: "side-heading" }, "Channels"), el("ul", {}, state.channels.map(channel)),
    el("h2", { class: "side-heading" }, "Apps"),
    el("ul", {}, row({
      label: state.app.name, mark: avatar({ app: true, name: state.app.name }, "tiny"), name: state.app.name,
      current: Boolean(place.tab), fresh: unread(page, state.dm), key: "app",
      choose: () => openApp(unread(page, state.dm) ? "messages" : "home"),
    })),
    el("p", { class: "side-note" }, "This page stands in for Slack. Nothing leaves this machine."),
  ]);
  if (focus) document.querySelector(`[data-row="${focus}"]`)?.focus();
}

function unread(page, channel) {
  const last = page.state.messages[channel]?.at(-1);
  return Boolean(last) && last.user !== page.state.me && last.ts > (page.seen[`${page.state.me} ${channel}`] ?? "");
}

function row({ label, mark, name, current, fresh, key, choose }) {
  return el("li", {}, el("button", {
    type: "button", class: `side-row ${fresh ? "fresh" : ""}`, "aria-current": current ? "page" : null,
    "aria-label": fresh ? `${name}, unread` : name, "data-row": key, onClick: choose,
  }, mark, el("span", { class: "side-name" }, label)));
}
