// What may be done with a message: the bar that shows on hover, its menu, and editing in place.

import { avatar, el, icon, toast } from "./dom.js";
import { confirmed } from "./dialog.js";
import { openMenu } from "./menu.js";
import { asTyped, asWords } from "./mrkdwn.js";
import { act } from "./server.js";
import { go } from "./main.js";
import { markUnread } from "./unread.js";

export function toolbar(page, message, look, inThread) {
  const button = (name, label, items) => {
    const node = el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": label }, icon(name));
    node.addEventListener("click", () => openMenu(node, items(), label));
    return node;
  };
  const apps = () => shortcuts(page, message, look);
  return el("div", { class: "toolbar", role: "group", "aria-label": "Message actions" },
    !inThread && el("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread", "data-focus": "reply", onClick: () => openThread(message, look) }, icon("reply")),
    button("apps", "Apps", apps),
    button("more", "More actions", () => [...actionsFor(page, message, look, inThread), { heading: "Apps" }, ...apps()]));
}

const openThread = (message, look) => go({ thread: { channel: look.channel, ts: message.thread_ts ?? message.ts } });

const attempt = (page, message, look, action, more) =>
  act(action, { user: page.state.me, channel: look.channel, ts: message.ts, ...more }).catch((error) => toast(error.message));

function shortcuts(page, message, look) {
  return page.state.shortcuts.map((one) => ({
    label: one.name, detail: page.state.app.name, icon: avatar({ app: true, name: "C" }, "tiny"),
    choose: () => attempt(page, message, look, "shortcut", { callback_id: one.callback_id }),
  }));
}

function actionsFor(page, message, look, inThread) {
  const mine = message.user === page.state.me ? [
    { label: "Edit message", choose: () => go({ editing: `${look.channel} ${message.ts} ${inThread}` }) },
    { label: "Delete message", danger: true, choose: async () => { if (await sure(message)) attempt(page, message, look, "delete"); } }] : [];
  return [
    !inThread && { label: "Reply in thread", choose: () => openThread(message, look) },
    !inThread && { label: "Mark unread", choose: () => { markUnread(page, look.channel, message); go({}); } },
    { label: "Copy link", choose: () => copyLink(message, look) },
    ...mine,
  ].filter(Boolean);
}

/** As Slack's own links, so that they can be opened again here. */
function copyLink(message, look) {
  const root = message.thread_ts && message.thread_ts !== message.ts ? `?thread_ts=${message.thread_ts}&cid=${look.channel}` : "";
  const link = `${location.origin}/archives/${look.channel}/p${message.ts.replace(".", "")}${root}`;
  navigator.clipboard.writeText(link).then(() => toast("Link copied."), () => toast(`This browser does not let a page copy. The link is ${link}`));
}

const sure = (message) => confirmed({
  title: { text: "Delete message" }, confirm: { text: "Delete" }, deny: { text: "Cancel" }, style: "danger",
  text: { text: `Are you sure you want to delete “${asWords(message.text).slice(0, 200)}”? This cannot be undone.` },
});

/** The message as it was typed, to be changed: Enter saves, Escape leaves it as it was. */
export function editor(page, message, look) {
  const field = el("textarea", { class: "edit-field", "aria-label": "Edit message", rows: 3 });
  field.value = asTyped(message.text);
  const done = () => go({ editing: null });
  const save = () => (field.value.trim()
    ? act("edit", { user: page.state.me, channel: look.channel, ts: message.ts, text: field.value }).then(done, (error) => toast(error.message))
    : toast("A message needs words. To take it back, delete it."));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); save(); }
  });
  queueMicrotask(() => { field.focus(); field.setSelectionRange(field.value.length, field.value.length); });
  return el("div", { class: "editor" }, field, el("div", { class: "editor-foot" },
    el("button", { type: "button", class: "button small", onClick: done }, "Cancel"),
    el("button", { type: "button", class: "button small primary", onClick: save }, "Save")));
}
