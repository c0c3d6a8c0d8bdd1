// A list of messages, and one message: who, when, what, and what may be done with it.

import { avatar, el, icon, sync, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { confirmed } from "./dialog.js";
import { openMenu } from "./menu.js";
import { asTyped, asWords, mrkdwn } from "./mrkdwn.js";
import { act } from "./server.js";
import { go } from "./main.js";

const TOGETHER = 300; // seconds within which one person's messages stand under one name
const drawn = new WeakMap(); // list → Map(key → {json, node})

const moment = (ts) => new Date(Number(ts) * 1000);
const clock = (ts) => moment(ts).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const full = (ts) => moment(ts).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium" });

export function dayName(ts) {
  const day = moment(ts).toDateString();
  if (day === new Date().toDateString()) return "Today";
  if (day === new Date(Date.now() - 86400000).toDateString()) return "Yesterday";
  return moment(ts).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** Draw the messages, keeping every node whose message did not change, and stay at the bottom if that is where one was. */
export function showMessages({ page, surface, list, scroller, told, inThread }) {
  const atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  const first = !drawn.has(list);
  const before = drawn.get(list) ?? new Map();
  const after = new Map();
  const focus = list.contains(document.activeElement) ? document.activeElement : null;
  const focusKey = focus?.closest("[data-key]")?.dataset.key;
  const nodes = [];
  let previous = null;
  for (const message of told) {
    if (!inThread && (!previous || dayName(previous.ts) !== dayName(message.ts))) nodes.push(divider(before, after, dayName(message.ts)));
    const key = `${message.channel ?? page.thread?.channel ?? ""} ${message.ts}`.trim();
    const look = looks(page, message, previous, inThread);
    const json = JSON.stringify([message, look]);
    const old = before.get(key);
    const same = old && (old.json === json || (old.editing && look.editing)); // nobody's half-made edit is thrown away
    const node = same ? old.node : one({ page, surface, message, look, inThread });
    after.set(key, { json, node, editing: look.editing });
    nodes.push(node);
    previous = message;
  }
  sync(list, nodes);
  drawn.set(list, after);
  const grew = after.size > before.size;
  if (first) follow(scroller, list);
  if (first || atBottom || (grew && told.at(-1)?.user === page.state.me)) showEnd(scroller, nodes.at(-1));
  if (focus && !focus.isConnected && focusKey) restoreFocus(list, focusKey, focus.dataset.focus);
  showTarget(page, list);
}

/** Whoever is at the bottom stays there when the column is made narrower, or a message grows. */
function follow(scroller, list) {
  let bottom = true;
  scroller.addEventListener("scroll", () => { bottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60; });
  new ResizeObserver(() => { if (bottom && list.isConnected) showEnd(scroller, list.lastElementChild); }).observe(list);
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

function divider(before, after, name) {
  const key = `day ${name}`;
  const node = before.get(key)?.node ?? el("li", { class: "day", role: "separator", "aria-label": name }, el("span", {}, name));
  after.set(key, { json: key, node });
  return node;
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
  const channel = channelOf(page, message, inThread);
  const near = previous && previous.user === message.user && !previous.is_ephemeral === !message.is_ephemeral && message.ts - previous.ts < TOGETHER && !previous.reply_count;
  return {
    channel,
    near: Boolean(near) && message.subtype !== "tombstone",
    editing: page.editing === `${channel} ${message.ts} ${inThread}`,
    open: !inThread && page.thread?.ts === message.ts,
    status: !inThread ? page.state.statuses[`${channel} ${message.ts}`] : null,
  };
}

const channelOf = (page, message, inThread) => message.channel ?? (inThread ? page.thread.channel : page.place.channel ?? page.state.dm);

function author(page, message) {
  if (message.bot_id) return { app: true, name: page.state.app.name };
  if (message.user === "USLACKBOT") return { id: "slackbot", name: "Slackbot" };
  return { id: message.user, name: page.state.names.people[message.user] ?? message.user };
}

function one({ page, surface, message, look, inThread }) {
  const who = author(page, message);
  const gone = message.subtype === "tombstone";
  const body = look.editing ? editor(page, message, look) : content(surface, message, look);
  const node = el("li", { class: `message ${look.near ? "near" : ""} ${message.is_ephemeral ? "private" : ""} ${look.open ? "open" : ""}`, "data-key": `${look.channel} ${message.ts}` },
    el("div", { class: "gutter" }, gone ? el("span", { class: "avatar gone", "aria-hidden": "true" }, icon("bin")) : look.near ? el("span", { class: "near-time", "aria-hidden": "true" }, clock(message.ts)) : avatar(who)),
    el("div", { class: "said" },
      message.is_ephemeral && el("p", { class: "only-you" }, icon("eye", 14), "Only visible to you"),
      gone ? el("p", { class: "quiet gone-words" }, "This message was deleted.") : [
        el("p", { class: look.near ? "unseen" : "who" }, el("strong", {}, who.name), who.app && el("span", { class: "badge" }, "APP"),
          el("time", { datetime: moment(message.ts).toISOString(), title: full(message.ts) }, clock(message.ts))),
        body],
      message.is_ephemeral && el("button", { type: "button", class: "link small", onClick: () => act("dismiss", { user: page.state.me, channel: look.channel, ts: message.ts }) }, "Dismiss message"),
      !inThread && message.reply_count ? replyBar(page, message, look) : null,
      look.status && el("p", { class: "status" }, `${page.state.app.name} ${look.status}`)),
    message.is_ephemeral || gone || look.editing ? null : toolbar(page, message, look, inThread));
  return node;
}

function content(surface, message, look) {
  const parts = [];
  if (message.bot_id && message.blocks?.length) parts.push(blocks(surface({ channel: look.channel, ts: message.ts }), message.blocks));
  else if (message.text) parts.push(el("div", { class: "lines text" }, mrkdwn(message.text)));
  if (message.edited) {
    const note = el("span", { class: "edited", title: full(message.edited.ts) }, "(edited)");
    if (parts[0]?.classList.contains("text")) parts[0].append(" ", note);
    else parts.push(note);
  }
  for (const file of message.files ?? []) parts.push(fileCard(file));
  return parts;
}

function fileCard(file) {
  const size = file.size > 1e6 ? `${(file.size / 1e6).toFixed(1)} MB` : file.size > 1000 ? `${Math.round(file.size / 1000)} kB` : `${file.size} bytes`;
  const picture = /^(png|jpe?g)$/i.test(file.filetype) ? el("img", { src: `/workspace/files/${file.id}`, alt: file.title, class: "file-picture" }) : null;
  return el("div", { class: "file" }, picture, el("div", { class: "file-row" },
    el("span", { class: "file-icon" }, icon("file", 22)),
    el("span", { class: "file-words" }, el("strong", {}, file.title), el("span", { class: "quiet" }, `${file.filetype.toUpperCase()} · ${size}`)),
    el("a", { class: "icon-button", href: `/workspace/files/${file.id}`, download: file.name, "aria-label": `Download ${file.name}` }, icon("download"))));
}

function replyBar(page, message, look) {
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const faces = message.reply_users.slice(0, 4).map((id) => avatar(id === page.state.app.id ? { app: true, name: "C" } : { id, name: page.state.names.people[id] ?? id }, "tiny"));
  return el("button", { type: "button", class: "replies", "data-focus": "replies", onClick: () => go({ thread: { channel: look.channel, ts: message.ts } }) },
    faces, el("span", { class: "link" }, count), el("span", { class: "quiet" }, `Last reply ${dayName(message.latest_reply).toLowerCase()} at ${clock(message.latest_reply)}`));
}

function toolbar(page, message, look, inThread) {
  const more = el("button", { type: "button", class: "icon-button", "aria-label": "More actions", "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": "more" }, icon("more"));
  more.addEventListener("click", () => openMenu(more, actionsFor(page, message, look, inThread), "More actions"));
  return el("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    !inThread && el("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread", onClick: () => go({ thread: { channel: look.channel, ts: message.ts, write: true } }) }, icon("reply")),
    more);
}

function actionsFor(page, message, look, inThread) {
  const { state } = page;
  const me = { user: state.me, channel: look.channel, ts: message.ts };
  const attempt = (action, more) => act(action, { ...me, ...more }).catch((error) => toast(error.message));
  const shortcuts = state.shortcuts.map((one) => ({ label: one.name, detail: state.app.name, icon: avatar({ app: true, name: "C" }, "tiny"), choose: () => attempt("shortcut", { callback_id: one.callback_id }) }));
  const mine = message.user === state.me ? [
    { label: "Edit message", choose: () => go({ editing: `${look.channel} ${message.ts} ${inThread}` }) },
    { label: "Delete message", danger: true, choose: async () => { if (await sure(message)) attempt("delete"); } }] : [];
  const reply = inThread ? [] : [{ label: "Reply in thread", choose: () => go({ thread: { channel: look.channel, ts: message.ts, write: true } }) }];
  return [...shortcuts, ...reply, ...mine];
}

const sure = (message) => confirmed({
  title: { text: "Delete message" }, confirm: { text: "Delete" }, deny: { text: "Cancel" }, style: "danger",
  text: { text: `Are you sure you want to delete “${asWords(message.text).slice(0, 200)}”? This cannot be undone.` },
});

function editor(page, message, look) {
  const field = el("textarea", { class: "edit-field", "aria-label": "Edit message", rows: 3 });
  field.value = asTyped(message.text);
  const done = () => go({ editing: null });
  const save = () => act("edit", { user: page.state.me, channel: look.channel, ts: message.ts, text: field.value }).then(done, (error) => toast(error.message));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
  });
  queueMicrotask(() => { field.focus(); field.setSelectionRange(field.value.length, field.value.length); });
  return el("div", { class: "editor" }, field, el("div", { class: "editor-foot" },
    el("button", { type: "button", class: "button small", onClick: done }, "Cancel"),
    el("button", { type: "button", class: "button small primary", onClick: save }, "Save")));
}
