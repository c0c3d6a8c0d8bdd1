// One message: who, when, and what.

import { avatar, el, icon, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { editor, toolbar } from "./message_actions.js";
import { mrkdwn } from "./mrkdwn.js";
import { act } from "./server.js";
import { go } from "./main.js";
import { clock, dayAndClock, dayName, full, moment } from "./times.js";

/** The `li` of a message; `look` is what changes how it looks, besides the message itself. */
export function messageRow({ page, surface, message, look, inThread }) {
  const who = author(page, message);
  const gone = message.subtype === "tombstone";
  const classes = ["message", look.near && "near", message.is_ephemeral && "private", look.open && "open", look.editing && "editing"];
  return el("li", { class: classes.filter(Boolean).join(" "), "data-key": `${look.channel} ${message.ts}` },
    el("div", { class: "gutter" }, gutter(message, look, who, gone)),
    el("div", { class: "said" },
      message.is_ephemeral && onlyYou(page, message, look),
      gone ? el("p", { class: "quiet gone-words" }, "This message was deleted.") : [
        el("p", { class: look.near ? "unseen" : "who" }, el("strong", {}, who.name), who.app && el("span", { class: "badge" }, "APP"),
          !inThread && (look.newDay || look.fresh) && el("span", { class: "unseen" }, look.fresh ? "New from here on. " : "", look.day),
          el("time", { datetime: moment(message.ts).toISOString(), title: full(message.ts) }, inThread ? dayAndClock(message.ts) : clock(message.ts))),
        look.editing ? editor(page, message, look) : content(surface, message, look)],
      !inThread && message.reply_count ? replyBar(page, message, look) : null,
      look.status && el("p", { class: "status" }, `${page.state.app.name} ${look.status}`)),
    message.is_ephemeral || gone || look.editing ? null : toolbar(page, message, look, inThread));
}

function gutter(message, look, who, gone) {
  if (gone) return el("span", { class: "avatar gone", "aria-hidden": "true" }, icon("bin"));
  if (look.near) return el("span", { class: "near-time", "aria-hidden": "true" }, clock(message.ts));
  return avatar(who);
}

function author(page, message) {
  if (message.bot_id) return { app: true, name: page.state.app.name };
  if (message.user === "USLACKBOT") return { id: "slackbot", name: "Slackbot" };
  return { id: message.user, name: page.state.names.people[message.user] ?? message.user };
}

function onlyYou(page, message, look) {
  const dismiss = () => act("dismiss", { user: page.state.me, channel: look.channel, ts: message.ts }).catch((error) => toast(error.message));
  return el("p", { class: "only-you" }, icon("eye", 14), el("span", {}, "Only visible to you"), el("span", { "aria-hidden": "true" }, "·"),
    el("button", { type: "button", class: "link small", "aria-label": "Dismiss message", "data-focus": "dismiss", onClick: dismiss }, "Dismiss"));
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
  const address = `/workspace/files/${file.id}`;
  const picture = /^(png|jpe?g)$/i.test(file.filetype) ? el("img", { src: address, alt: file.title, class: "file-picture" }) : null;
  return el("div", { class: "file" }, picture, el("div", { class: "file-row" },
    el("span", { class: "file-icon" }, icon("file", 22)),
    el("span", { class: "file-words" }, el("strong", { title: file.name }, file.title), el("span", { class: "quiet" }, `${file.filetype.toUpperCase()} · ${size}`)),
    el("a", { class: "icon-button", href: address, download: file.name, "aria-label": `Download ${file.name}`, title: "Download" }, icon("download"))));
}

function replyBar(page, message, look) {
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  const faces = message.reply_users.slice(0, 4).map((id) => avatar(id === page.state.app.id ? { app: true, name: "C" } : { id, name: page.state.names.people[id] ?? id }, "tiny"));
  return el("button", { type: "button", class: "replies", "data-focus": "replies", onClick: () => go({ thread: { channel: look.channel, ts: message.ts } }) },
    faces, el("span", { class: "link" }, count), el("span", { class: "quiet last-reply" }, `Last reply ${dayName(message.latest_reply).toLowerCase()} at ${clock(message.latest_reply)}`),
    el("span", { class: "quiet view-thread", "aria-hidden": "true" }, "View thread"), icon("right", 16));
}
