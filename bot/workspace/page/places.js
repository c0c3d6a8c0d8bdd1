// The middle of the page: a channel, or the app's Home, Messages or About tab.

import { avatar, el, sync } from "./dom.js";
import { about } from "./about.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { appHead, channelHead } from "./heads.js";
import { showMessages } from "./messages.js";
import { isWaiting } from "./waiting.js";
import { showWelcome } from "./welcome.js";

let built = null; // {key, parts…} of the place that is shown

export function showMain(page, surface) {
  const key = `${page.state.me} ${page.place.channel ?? page.place.tab}`;
  if (built?.key !== key) {
    const build = { home: homeTab, about: aboutTab }[page.place.tab] ?? conversation;
    built = { key, ...build(page) };
    sync(document.getElementById("main"), built.parts);
  }
  if (page.place.tab === "home") showHome(page, surface);
  else if (page.place.tab !== "about") showConversation(page, surface);
}

const panel = (tab, props, ...inside) => el("div", { id: "app-panel", role: "tabpanel", "aria-labelledby": `tab-${tab}`, ...props }, inside);

function homeTab(page) {
  const pane = panel("home", { class: "home", tabindex: "0" });
  return { pane, parts: [appHead(page), pane] };
}

function aboutTab(page) {
  return { parts: [appHead(page), panel("about", { class: "home", tabindex: "0" }, about(page.state))] };
}

function conversation(page) {
  const { state, place } = page;
  const channel = place.channel ?? state.dm;
  const one = state.channels.find((each) => each.id === channel);
  const list = el("ol", { class: "messages", "aria-label": one ? `Messages in ${one.name}` : "Messages with Clausewise", tabindex: "0" });
  const welcome = el("div", { class: "welcome" });
  const prompts = el("div", { class: "prompts" });
  const status = el("p", { class: "status thinking", role: "status" });
  const scroller = el("div", { class: "scroller" }, welcome, list);
  const box = composer({ page, channel, label: one ? `Message #${one.name}` : `Message ${state.app.name}` });
  const parts = [scroller, prompts, status, box.node];
  return { channel, list, welcome, prompts, status, scroller, box, parts: one ? [channelHead(page, one), ...parts] : [appHead(page), panel("messages", { class: "conversation" }, parts)] };
}

function showHome(page, surface) {
  const { home } = page.state;
  const { pane } = built;
  if (pane.dataset.hash === (home?.hash ?? "none")) return;
  const focus = pane.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const at = pane.scrollTop;
  pane.dataset.hash = home?.hash ?? "none";
  sync(pane, [home ? el("div", { class: "home-inner" }, blocks(surface({ view_id: home.id }), home.blocks))
    : el("div", { class: "welcome alone" }, avatar({ app: true, name: "Clausewise" }, "large"), el("h2", {}, "Nothing here yet"), el("p", { class: "quiet" }, "Clausewise is preparing your Home. If this stays, the bot is not running."))]);
  pane.scrollTop = at;
  if (focus) (pane.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? pane).focus();
}

function showConversation(page, surface) {
  const { state } = page;
  const { channel, list, welcome, prompts, status, scroller, box } = built;
  const roots = (state.messages[channel] ?? []).filter((one) => !one.thread_ts || one.thread_ts === one.ts);
  const private_ = state.ephemerals.filter((one) => one.channel === channel && !one.thread_ts);
  const told = [...roots, ...private_].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  showWelcome(page, told.length === 0, welcome, box);
  const chips = page.place.tab && told.length === 0 ? state.prompts : [];
  sync(prompts, chips.map((one) => el("button", { type: "button", class: "chip", onClick: () => box.fill(one.message) }, one.title)));
  const thinking = isWaiting(channel) ? `${state.app.name} is thinking…` : "";
  if (status.textContent !== thinking) status.textContent = thinking;
  showMessages({ page, surface, list, scroller, told, inThread: false });
}
