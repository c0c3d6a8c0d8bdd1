// The box to write in: Enter sends, Shift+Enter starts a line, "/", "@" and "#" list what there is.

import { el, icon, sync, toast } from "./dom.js";
import { completions } from "./completion.js";
import { openMenu } from "./menu.js";
import { act } from "./server.js";
import { go } from "./main.js";
import { clearUnread } from "./unread.js";
import { wait } from "./waiting.js";

const drafts = new Map(); // what was not sent yet, by person and place

/** Returns `{node, fill(text), focus()}`. With `thread_ts` it replies in that thread. */
export function composer({ page, channel, label, thread_ts = null }) {
  const { commands } = page.state;
  const listId = `completions-${channel}-${thread_ts ?? "top"}`.replaceAll(".", "-");
  const field = el("textarea", { class: "composer-field", rows: 1, placeholder: label, "aria-label": label, "aria-controls": listId, "aria-autocomplete": "list", spellcheck: "true" });
  const list = el("div", { class: "commands", id: listId, role: "listbox", "aria-label": "Completions", hidden: true });
  const note = el("p", { class: "composer-note", role: "status" });
  const send = el("button", { type: "button", class: "icon-button send", "aria-label": "Send message", title: "Send", disabled: true }, icon("send"));
  const tries = el("button", { type: "button", class: "try", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("sparkle", 16), "Try these");
  const node = el("div", { class: "composer" }, list, el("div", { class: "composer-box" }, field,
    el("div", { class: "composer-foot" }, thread_ts ? null : tries, el("span", { class: "keys" }, "Enter sends, Shift + Enter starts a new line"), send)), note);
  const draft = `${page.state.me} ${channel} ${thread_ts}`;
  let at = 0;
  let offered = null; // what `completions` gave, unless Escape put it away

  function update() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
    send.disabled = !field.value.trim();
    drafts.set(draft, field.value);
  }

  function offer() {
    offered = completions(page.state, field.value, field.selectionStart, Boolean(thread_ts));
    at = 0;
    showOffer();
  }

  function showOffer() {
    const found = offered?.items ?? [];
    list.hidden = found.length === 0;
    sync(list, found.map((one, place) => el("div", {
      class: "command", role: "option", id: `${listId}-${place}`, "aria-selected": String(place === at),
      onPointerdown: (event) => { event.preventDefault(); complete(one); },
    }, el("span", {}, el("strong", {}, one.name), one.hint && el("span", { class: "quiet" }, ` ${one.hint}`)), el("span", { class: "quiet" }, one.about))));
    if (found.length) field.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function complete(one) {
    const caret = field.selectionStart;
    const before = field.value.slice(0, offered.from) + one.text;
    fill(before + field.value.slice(caret).replace(/^ /, ""));
    field.setSelectionRange(before.length, before.length);
  }

  function fill(text) {
    field.value = text;
    note.textContent = "";
    offered = null;
    showOffer();
    field.focus();
    update();
  }

  async function submit() {
    const text = field.value;
    if (!text.trim()) return;
    const command = text.match(/^(\/\S+)\s*([\s\S]*)$/);
    note.textContent = "";
    if (command && !commands.some((one) => one.name === command[1])) { note.textContent = `${command[1]} is not a valid command. There are ${commands.map((one) => one.name).join(" and ")}.`; return; }
    if (command && thread_ts) { note.textContent = `${command[1]} is not supported in threads. Sorry!`; return; }
    fill("");
    clearUnread(page, channel);
    const who = { user: page.state.me, channel };
    try {
      if (command) {
        wait(page.state, channel);
        await act("command", { ...who, command: command[1], text: command[2].trimEnd() });
      } else await act("say", { ...who, text, thread_ts });
    } catch (error) {
      if (!field.value) fill(text);
      toast(error.message);
    }
  }

  /** With nothing written, the arrow up takes the latest message of one's own back to be changed. */
  function editLast() {
    const mine = (page.state.messages[channel] ?? []).filter((one) => one.user === page.state.me && one.subtype !== "tombstone"
      && (thread_ts ? thread_ts === one.thread_ts || thread_ts === one.ts : !one.thread_ts || one.thread_ts === one.ts)).at(-1);
    if (mine) go({ editing: `${channel} ${mine.ts} ${Boolean(thread_ts)}` });
    return Boolean(mine);
  }

  function onKey(event) {
    const found = offered?.items ?? [];
    const exact = found.some((one) => one.name === field.value.trim());
    if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      showOffer();
    } else if (found.length && (event.key === "Tab" || (event.key === "Enter" && !exact)) && !event.shiftKey && !event.isComposing) complete(found[at]);
    else if (event.key === "Escape" && found.length) { offered = null; showOffer(); }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit();
    else if (!(event.key === "ArrowUp" && !field.value && !event.altKey && editLast())) return;
    event.preventDefault();
  }

  const asked = (words) => (channel === page.state.dm ? words : `/code ${words}`); // in a channel a question would be triaged
  field.addEventListener("input", () => { note.textContent = ""; update(); offer(); });
  field.addEventListener("blur", () => { offered = null; showOffer(); });
  field.addEventListener("keydown", onKey);
  send.addEventListener("click", submit);
  tries.addEventListener("click", () => openMenu(tries, [
    { heading: "A resident’s message" }, ...page.state.examples.map((words) => ({ label: words, choose: () => fill(words) })),
    { heading: "A question about the Code" }, ...page.state.questions.map((words) => ({ label: words, choose: () => fill(asked(words)) })),
  ], "Try these", { kind: "wide" }));
  field.value = drafts.get(draft) ?? "";
  requestAnimationFrame(update);
  return { node, fill, focus: () => field.focus() };
}
