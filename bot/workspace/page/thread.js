// The thread in the right pane.

import { el, icon, sync } from "./dom.js";
import { composer } from "./composer.js";
import { showMessages } from "./messages.js";
import { go } from "./main.js";

let built = null;

export function showThread(page, surface) {
  const { state, thread } = page;
  const pane = document.getElementById("thread");
  const told = thread ? (state.messages[thread.channel] ?? []).filter((one) => one.ts === thread.ts || one.thread_ts === thread.ts) : [];
  pane.hidden = told.length === 0;
  document.body.classList.toggle("with-thread", told.length > 0);
  if (told.length === 0) { built = null; page.thread = null; return; }
  const key = `${state.me} ${thread.channel} ${thread.ts}`;
  if (built?.key !== key) {
    built = build(page, key);
    sync(pane, built.parts);
    built.fresh = true;
  }
  const own = state.ephemerals.filter((one) => one.channel === thread.channel && one.thread_ts === thread.ts);
  const all = [...told, ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  built.count.textContent = told.length > 1 ? (told.length === 2 ? "1 reply" : `${told.length - 1} replies`) : "";
  const status = state.statuses[`${thread.channel} ${thread.ts}`];
  built.status.textContent = status ? `${state.app.name} ${status}` : "";
  showMessages({ page, surface, list: built.list, scroller: built.scroller, told: all, inThread: true });
  if (built.fresh) {
    built.fresh = false;
    built.box.focus();
  }
}

function build(page, key) {
  const { state, thread } = page;
  const channel = state.channels.find((one) => one.id === thread.channel);
  const list = el("ol", { class: "messages", "aria-label": "Messages in the thread", tabindex: "0" });
  const count = el("span", { class: "quiet count" });
  const status = el("p", { class: "status" });
  const scroller = el("div", { class: "scroller", role: "log", "aria-label": "Thread conversation" }, list, status);
  const box = composer({ page, channel: thread.channel, thread_ts: thread.ts, label: "Reply in thread" });
  const head = el("div", { class: "place-head thread-head" },
    el("h2", {}, "Thread"), el("span", { class: "quiet" }, channel ? `#${channel.name}` : state.app.name), count,
    el("button", { type: "button", class: "icon-button", "aria-label": "Close thread", onClick: () => close(page) }, icon("close")));
  return { key, list, count, status, scroller, box, parts: [head, scroller, box.node] };
}

function close(page) {
  const { channel, ts } = page.thread;
  go({ thread: null });
  document.querySelector(`#main [data-key="${CSS.escape(`${channel} ${ts}`)}"] button`)?.focus();
}
