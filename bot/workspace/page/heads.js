// What stands above a place: its name, who is in it, and the app's tabs.

import { avatar, el } from "./dom.js";
import { openDialog } from "./dialog.js";
import { openApp } from "./main.js";

const TABS = [["home", "Home"], ["messages", "Messages"], ["about", "About"]];

export function channelHead(page, one) {
  const { state } = page;
  const people = one.people.map((id) => state.people.find((person) => person.id === id));
  const faces = people.slice(0, 3).map((person) => avatar({ id: person.id, name: person.real_name }, "tiny"));
  const count = people.length + (one.app ? 1 : 0);
  return el("div", { class: "place-head" },
    el("h1", {}, el("span", { class: "hash", "aria-hidden": "true" }, "# "), one.name), el("p", { class: "quiet" }, one.about),
    el("button", { type: "button", class: "members", "aria-label": `${count} members of ${one.name}`, "aria-haspopup": "dialog", onClick: () => members(state, one, people) }, el("span", { class: "faces" }, faces), String(count)),
    !one.app && el("p", { class: "note" }, "Clausewise is not in this channel. Its shortcut and commands work here all the same."));
}

function members(state, one, people) {
  const row = (mark, name, job) => el("li", { class: "member" }, mark, el("span", {}, el("strong", {}, name), el("span", { class: "described" }, job)));
  const dialog = openDialog({
    title: `Members of #${one.name}`, kind: "small", onDismiss: () => dialog.close(),
    content: el("ul", { class: "member-list" },
      people.map((person) => row(avatar({ id: person.id, name: person.real_name }), person.real_name + (person.id === state.me ? " (you)" : ""), person.job)),
      one.app && row(avatar({ app: true, name: state.app.name }), state.app.name, "App")),
  });
}

/** The app's tabs: arrow keys move between them, as in any list of tabs. */
export function appHead(page) {
  const open = (name) => { openApp(name); document.getElementById(`tab-${name}`)?.focus(); };
  const tab = ([name, label]) => {
    const here = page.place.tab === name;
    return el("button", {
      type: "button", role: "tab", class: "tab", id: `tab-${name}`, "aria-selected": String(here), "aria-controls": here ? "app-panel" : null,
      tabindex: here ? "0" : "-1", onClick: () => open(name),
    }, label);
  };
  const onKey = (event) => {
    const now = TABS.findIndex(([name]) => name === page.place.tab);
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    open(TABS[(to + TABS.length) % TABS.length][0]);
  };
  return el("div", { class: "place-head app-head" },
    el("h1", {}, avatar({ app: true, name: "Clausewise" }, "small"), "Clausewise"),
    el("div", { role: "tablist", "aria-label": "Clausewise", class: "tabs", onKeydown: onKey }, TABS.map(tab)));
}
