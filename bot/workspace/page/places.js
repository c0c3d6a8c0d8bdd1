// The middle of the page: a channel, or the app's Home or Messages tab.

import { avatar, el, icon, sync } from "./dom.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { showMessages } from "./messages.js";
import { openApp } from "./main.js";

let built = null; // {key, head, body, foot…} of the place that is shown

export function showMain(page, surface) {
  const key = `${page.state.me} ${page.place.channel ?? page.place.tab}`;
  const main = document.getElementById("main");
  if (built?.key !== key) {
    built = page.place.tab === "home" ? { key, parts: [appHead(page), el("div", { class: "home", tabindex: "0", role: "tabpanel", "aria-label": "Home" })] } : conversation(page, key);
    sync(main, built.parts);
  }
  if (page.place.tab === "home") showHome(page, surface);
  else showConversation(page, surface);
}

function conversation(page, key) {
  const { state, place } = page;
  const channel = place.channel ?? state.dm;
  const one = state.channels.find((each) => each.id === channel);
  const list = el("ol", { class: "messages", "aria-label": one ? `Messages in ${one.name}` : "Messages with Clausewise", tabindex: "0" });
  const welcome = el("div", { class: "welcome" });
  const prompts = el("div", { class: "prompts" });
  const scroller = el("div", { class: "scroller", role: "log", "aria-label": "Conversation" }, welcome, list); // new messages are read out
  const box = composer({ page, channel, label: one ? `Message #${one.name}` : `Message ${state.app.name}` });
  return { key, channel, list, welcome, prompts, scroller, box, parts: [one ? channelHead(one) : appHead(page), scroller, prompts, box.node] };
}

function channelHead(one) {
  return el("div", { class: "place-head" },
    el("h1", {}, el("span", { class: "hash", "aria-hidden": "true" }, "# "), one.name), el("p", { class: "quiet" }, one.about),
    !one.app && el("p", { class: "note" }, "Clausewise is not in this channel. Its shortcut and commands work here all the same."));
}

function appHead(page) {
  const tab = (name, label) => el("button", {
    type: "button", role: "tab", class: "tab", "aria-selected": String(page.place.tab === name), onClick: () => { openApp(name); document.querySelector(`.tab[aria-selected=true]`)?.focus(); },
  }, label);
  return el("div", { class: "place-head app-head" },
    el("h1", {}, avatar({ app: true, name: "Clausewise" }, "small"), "Clausewise"),
    el("div", { role: "tablist", "aria-label": "Clausewise", class: "tabs" }, tab("home", "Home"), tab("messages", "Messages")));
}

function showHome(page, surface) {
  const home = page.state.home;
  const pane = built.parts[1];
  if (pane.dataset.hash === (home?.hash ?? "none")) return;
  const focus = pane.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const at = pane.scrollTop;
  pane.dataset.hash = home?.hash ?? "none";
  sync(pane, [home ? el("div", { class: "home-inner" }, blocks(surface({ view_id: home.id }), home.blocks))
    : el("div", { class: "welcome alone" }, avatar({ app: true, name: "Clausewise" }, "large"), el("h2", {}, "Nothing here yet"), el("p", { class: "quiet" }, "Clausewise is preparing your Home. If this stays, the bot is not running."))]);
  pane.scrollTop = at;
  if (focus) pane.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function showConversation(page, surface) {
  const { state } = page;
  const { channel, list, welcome, prompts, scroller, box } = built;
  const roots = (state.messages[channel] ?? []).filter((one) => !one.thread_ts || one.thread_ts === one.ts);
  const private_ = state.ephemerals.filter((one) => one.channel === channel && !one.thread_ts);
  const told = [...roots, ...private_].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  showWelcome(page, told.length === 0, welcome, box);
  const chips = page.place.tab && told.length === 0 ? state.prompts : [];
  sync(prompts, chips.map((one) => el("button", { type: "button", class: "chip", onClick: () => box.fill(one.message) }, one.title)));
  showMessages({ page, surface, list, scroller, told, inThread: false });
}

function showWelcome(page, empty, welcome, box) {
  const { state, place } = page;
  const prompted = Boolean(place.tab) && state.prompts.length > 0;
  const key = `${empty} ${prompted} ${place.channel ?? place.tab}`;
  if (welcome.dataset.key === key) return;
  welcome.dataset.key = key;
  const one = state.channels.find((each) => each.id === place.channel);
  const title = one ? `# ${one.name}` : "Clausewise";
  const hint = one?.id === "C0CONTACT" ? `Type a resident’s message, or choose one ${empty ? "of the examples" : "under Try these"}.`
    : one ? `This is the beginning of #${one.name}.` : "Paste a resident’s message, or ask what the Complaint Handling Code says.";
  const examples = one?.id === "C0CONTACT" ? state.examples.slice(0, 5) : one || prompted ? [] : state.questions;
  sync(welcome, [
    el("h2", {}, title), el("p", { class: "quiet" }, hint),
    empty && examples.length ? el("div", { class: "examples" }, examples.map((words) =>
      el("button", { type: "button", class: "example", onClick: () => box.fill(words) }, icon("sparkle"), el("span", {}, words)))) : null,
  ].filter(Boolean));
}
