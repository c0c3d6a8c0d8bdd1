// How a place begins, and what might be tried in it while it is empty.

import { el, icon, sync } from "./dom.js";

const FIRST_FEW = 6;

export function showWelcome(page, empty, welcome, box) {
  const { state, place } = page;
  const prompted = Boolean(place.tab) && state.prompts.length > 0;
  const key = `${empty} ${prompted}`;
  if (welcome.dataset.key === key) return;
  welcome.dataset.key = key;
  const one = state.channels.find((each) => each.id === place.channel);
  const hint = one?.id === "C0CONTACT" ? `Type a resident’s message, or choose one ${empty ? "of the examples" : "under Try these"}.`
    : one ? `This is the beginning of #${one.name}.` : "Paste a resident’s message, or ask what the Complaint Handling Code says.";
  const examples = one?.id === "C0CONTACT" ? state.examples.slice(0, FIRST_FEW) : one || prompted ? [] : state.questions;
  sync(welcome, [
    el("h2", {}, one ? `# ${one.name}` : "Clausewise"), el("p", { class: "quiet" }, hint),
    empty && examples.length ? el("div", { class: "examples" }, examples.map((words) =>
      el("button", { type: "button", class: "example", onClick: () => box.fill(words) }, icon("sparkle"), el("span", {}, words)))) : null,
  ].filter(Boolean));
}
