// The app's About tab: what it is, and its commands and shortcuts, as the manifest has them.

import { avatar, el } from "./dom.js";

export function about(state) {
  const row = (name, hint, words) => el("li", {}, el("strong", {}, name), hint && el("span", { class: "quiet" }, ` ${hint}`), el("span", { class: "described" }, words));
  return el("div", { class: "home-inner about" },
    el("div", { class: "about-head" }, avatar({ app: true, name: state.app.name }, "large"), el("h2", {}, state.app.name)),
    el("p", {}, state.app.about),
    el("h2", {}, "Commands"), el("p", { class: "quiet" }, "Type them into any channel, or under Messages. The answer is seen by you alone."),
    el("ul", {}, state.commands.map((one) => row(one.name, one.hint, one.about))),
    el("h2", {}, "Message shortcuts"), el("p", { class: "quiet" }, "In the menu of any message: More actions, or Apps."),
    el("ul", {}, state.shortcuts.map((one) => row(one.name, null, one.about))));
}
