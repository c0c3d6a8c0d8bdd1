// The thread in the right pane.

import { el, icon, sync } from "./dom.js";
import { composer } from "./composer.js";
import { closeThread } from "./keyboard.js";
import { showMessages } from "./messages.js";

let built = null;

export function showThread(page, surface) {
  const { state, thread } = page;
  const pane = document.getElementById("thread");
  const told = thread ? (state.messages[thread.channel] ?? []).filter((one) => one.ts === thread.ts || one.thread_ts === thread.ts) : [];
  pane.hidden = told.length === 0;
  document.body.classList.toggle("with-thread", told.length > 0);
  if (told.length === 0) { built = null; page.thread = null; return; }
  const key = `${state.me} ${thread.channel} ${thread.ts}`;
  const fresh = built?.key !== key;
  if (fresh) {
    built = { key, ...build(page) };
    sync(pane, built.parts);
  }
  const own = state.ephemerals.filter((one) => one.channel === thread.channel && one.thread_ts === thread.ts);
  const all = [...told, ...own].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const status = state.statuses[`${thread.channel} ${thread.ts}`];
  built.status.textContent = status ? `${state.app.name} ${status}` : "";
  showMessages({ page, surface, list: built.list, scroller: built.scroller, told: all, inThread: true });
  if (fresh) built.box.focus();
}

function build(page) {
  const { state, thread } = page;
  const channel = state.channels.find((one) => one.id === thread.channel);
  const list = el("ol", { class: "messages", "aria-label": "Messages in the thread", tabindex: "0" });
  const status = el("p", { class: "status thinking", role: "status" });
  const scroller = el("div", { class: "scroller" }, list);
  const box = composer({ page, channel: thread.channel, thread_ts: thread.ts, label: "Reply in thread" });
  const head = el("div", { class: "place-head thread-head" },
    el("h2", {}, "Thread"), el("span", { class: "quiet" }, channel ? `#${channel.name}` : state.app.name),
    el("button", { type: "button", class: "icon-button", "aria-label": "Close thread", title: "Close", onClick: () => closeThread(page) }, icon("close")));
  return { list, status, scroller, box, parts: [head, scroller, status, box.node] };
}
