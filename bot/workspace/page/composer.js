// The box to write in: Enter sends, Shift+Enter starts a line, "/" lists the commands.

import { el, icon, sync, toast } from "./dom.js";
import { openMenu } from "./menu.js";
import { act } from "./server.js";

const drafts = new Map(); // what was not sent yet, by person and place

/** Returns `{node, fill(text), focus()}`. With `thread_ts` it replies in that thread. */
export function composer({ page, channel, label, thread_ts = null }) {
  const { commands } = page.state;
  const listId = `commands-${channel}-${thread_ts ?? "top"}`;
  const field = el("textarea", { class: "composer-field", rows: 1, placeholder: label, "aria-label": label, "aria-controls": listId, "aria-autocomplete": "list", spellcheck: "true" });
  const list = el("div", { class: "commands", id: listId, role: "listbox", "aria-label": "Commands", hidden: true });
  const note = el("p", { class: "composer-note", role: "status" });
  const send = el("button", { type: "button", class: "icon-button send", "aria-label": "Send message", disabled: true }, icon("send"));
  const tries = el("button", { type: "button", class: "try", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("sparkle", 16), "Try these");
  const node = el("div", { class: "composer" }, list, el("div", { class: "composer-box" }, field,
    el("div", { class: "composer-foot" }, thread_ts ? null : tries, el("span", { class: "keys" }, "Enter sends, Shift + Enter starts a new line"), send)), note);
  const draft = `${page.state.me} ${channel} ${thread_ts}`;
  let at = 0;

  const matching = () => (/^\/[a-z-]*$/.test(field.value) && !thread_ts ? commands.filter((one) => one.name.startsWith(field.value)) : []);

  function update() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 200)}px`;
    send.disabled = !field.value.trim();
    drafts.set(draft, field.value);
    const found = matching();
    at = Math.min(at, Math.max(0, found.length - 1));
    list.hidden = found.length === 0;
    sync(list, found.map((one, place) => el("div", {
      class: "command", role: "option", id: `${listId}-${place}`, "aria-selected": String(place === at),
      onPointerdown: (event) => { event.preventDefault(); complete(one); },
    }, el("span", {}, el("strong", {}, one.name), el("span", { class: "quiet" }, ` ${one.hint}`)), el("span", { class: "quiet" }, one.about))));
    if (found.length) field.setAttribute("aria-activedescendant", `${listId}-${at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function complete(command) {
    fill(`${command.name} `);
  }

  function fill(text) {
    field.value = text;
    note.textContent = "";
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
    field.value = "";
    update();
    const who = { user: page.state.me, channel };
    try {
      if (command) await act("command", { ...who, command: command[1], text: command[2].trimEnd() });
      else await act("say", { ...who, text, thread_ts });
    } catch (error) {
      if (!field.value) fill(text);
      toast(error.message);
    }
  }

  field.addEventListener("input", () => { note.textContent = ""; update(); });
  field.addEventListener("keydown", (event) => {
    const found = matching();
    const exact = found.some((one) => one.name === field.value.trim());
    if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      update();
    } else if (found.length && (event.key === "Tab" || (event.key === "Enter" && !exact)) && !event.shiftKey) {
      event.preventDefault();
      complete(found[at]);
    } else if (event.key === "Escape" && found.length) {
      event.preventDefault();
      list.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  send.addEventListener("click", submit);
  tries.addEventListener("click", () => openMenu(tries, [
    { heading: "A resident’s message" }, ...page.state.examples.map((words) => ({ label: words, choose: () => fill(words) })),
    { heading: "A question about the Code" }, ...page.state.questions.map((words) => ({ label: words, choose: () => fill(words) })),
  ], "Try these", "wide"));
  field.value = drafts.get(draft) ?? "";
  requestAnimationFrame(update);
  return { node, fill, focus: () => field.focus() };
}
