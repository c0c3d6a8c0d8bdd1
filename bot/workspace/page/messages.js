// A list of messages, with its date dividers and its line "New".

import { el, sync } from "./dom.js";
import { messageRow } from "./message.js";
import { dayName } from "./times.js";
import { firstUnread } from "./unread.js";

const TOGETHER = 300; // seconds within which one person's messages stand under one name
const drawn = new WeakMap(); // list → Map(key → {json, node})

/** Draw the messages, keeping every node whose message did not change, and stay at the bottom if that is where one was. */
export function showMessages({ page, surface, list, scroller, told, inThread }) {
  const atBottom = isAtBottom(scroller);
  const first = !drawn.has(list);
  const before = drawn.get(list) ?? new Map();
  const after = new Map();
  const focus = list.contains(document.activeElement) ? document.activeElement : null;
  const focusKey = focus?.closest("[data-key]")?.dataset.key;
  const nodes = [];
  const put = (key, json, build, more = {}) => {
    const old = before.get(key);
    const same = old && (old.json === json || (old.editing && more.editing)); // nobody's half-made edit is thrown away
    const node = same ? old.node : build();
    after.set(key, { json, node, ...more });
    nodes.push(node);
  };
  let previous = null;
  for (const message of told) {
    const look = looks(page, message, previous, inThread);
    if (!inThread) dividers(look, put);
    put(message.ts, JSON.stringify([message, look]), () => messageRow({ page, surface, message, look, inThread }), { editing: look.editing });
    if (inThread && !previous && told.length > 1) replyCount(told.filter((one) => !one.is_ephemeral).length - 1, put);
    previous = message;
  }
  sync(list, nodes);
  drawn.set(list, after);
  const grew = after.size > before.size;
  if (first) follow(scroller, list);
  if (first) showStart(scroller, list);
  else if (atBottom || (grew && told.at(-1)?.user === page.state.me)) showEnd(scroller, nodes.at(-1));
  if (focus && !focus.isConnected && focusKey) restoreFocus(list, focusKey, focus.dataset.focus);
  showTarget(page, list);
}

const isAtBottom = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;

/** Whoever is at the bottom stays there when the column is made narrower, or a message grows. */
function follow(scroller, list) {
  let bottom = true;
  scroller.addEventListener("scroll", () => { bottom = isAtBottom(scroller); });
  new ResizeObserver(() => { if (bottom && list.isConnected) showEnd(scroller, list.lastElementChild); }).observe(list);
}

/** On entering a place: where the unread begins, if there is any, and the end otherwise. */
function showStart(scroller, list) {
  const line = list.querySelector(".new-line");
  if (line) scroller.scrollTop = line.offsetTop - scroller.offsetTop - 60;
  else showEnd(scroller, list.lastElementChild);
}

/**
 * Scroll to the end, but not past the beginning of a last message that is taller than the room for it. If that one begins
 * in the upper third anyway, as a card under a short message does, what it answers stays in sight above it.
 */
function showEnd(scroller, last) {
  if (!last) return;
  const beginning = last.offsetTop - scroller.offsetTop;
  const room = scroller.clientHeight;
  scroller.scrollTop = last.offsetHeight > room && beginning < room / 3 ? 0 : beginning;
}

/** Seen only: for a screen reader the message under it says the same, so that the list holds messages alone. */
function dividers({ newDay, fresh, day }, put) {
  const line = (label) => el("li", { class: `day ${fresh ? "new-line" : ""}`, "aria-hidden": "true" }, label && el("span", { class: "day-name" }, label), fresh && el("span", { class: "new-word" }, "New"));
  if (newDay) put(`day ${day}`, `${day} ${fresh}`, () => line(day));
  else if (fresh) put("new", "new", () => line(null));
}

function replyCount(count, put) {
  if (count < 1) return;
  const words = count === 1 ? "1 reply" : `${count} replies`;
  put("count", words, () => el("li", { class: "reply-count", "aria-hidden": "true" }, el("span", {}, words)));
}

function restoreFocus(list, key, name) {
  const node = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const target = (name && node?.querySelector(`[data-focus="${CSS.escape(name)}"]`)) || node?.querySelector("button") || list;
  target.focus();
}

function showTarget(page, list) {
  const node = page.target && [...list.children].find((one) => one.dataset.key?.endsWith(page.target));
  if (!node) return;
  page.target = null;
  node.classList.add("pointed");
  node.scrollIntoView({ block: "center" });
}

/** What changes how a message looks, besides the message itself. */
function looks(page, message, previous, inThread) {
  const channel = message.channel ?? (inThread ? page.thread.channel : page.place.channel ?? page.state.dm);
  const day = dayName(message.ts);
  const newDay = !previous || dayName(previous.ts) !== day;
  const fresh = !inThread && message.ts === firstUnread();
  const together = previous && previous.user === message.user && !previous.is_ephemeral === !message.is_ephemeral
    && message.ts - previous.ts < TOGETHER && !previous.reply_count;
  return {
    channel, day, newDay, fresh,
    near: Boolean(together) && !newDay && !fresh && message.subtype !== "tombstone" && previous.subtype !== "tombstone",
    editing: page.editing === `${channel} ${message.ts} ${inThread}`,
    open: !inThread && page.thread?.ts === message.ts,
    status: !inThread ? page.state.statuses[`${channel} ${message.ts}`] : null,
  };
}
