// Block Kit: one function for each kind of block.

import { el } from "./dom.js";
import { control, picture } from "./elements.js";
import { plainWords, words as text } from "./held.js";
import { richText } from "./rich.js";
import { markdown, table } from "./tables.js";

export function blocks(surface, list) {
  return el("div", { class: "blocks" }, list.map((block) => one(surface, block)));
}

function one(surface, block) {
  const kinds = { section, header, context, image, actions, context_actions: contextActions, input };
  if (kinds[block.type]) return kinds[block.type](surface, block);
  if (block.type === "divider") return el("hr");
  if (block.type === "rich_text") return el("div", { class: "block" }, richText(block, surface.names));
  if (block.type === "table") return el("div", { class: "block" }, table(block, surface.names));
  if (block.type === "markdown") return el("div", { class: "block" }, markdown(block));
  return el("div", { class: "block quiet" }, `(${block.type})`);
}

function section(surface, block) {
  const body = el("div", { class: "section-text" },
    block.text && el("div", { class: "lines" }, text(block.text)),
    block.fields && el("div", { class: "fields" }, block.fields.map((field) => el("div", { class: "lines" }, text(field)))));
  const accessory = block.accessory && el("div", { class: "accessory", "data-kind": block.accessory.type }, control(surface, block, block.accessory));
  return el("div", { class: "block section" }, body, accessory);
}

function header(surface, block) {
  return el(surface.level, { class: "block header" }, text(block.text));
}

function context(surface, block) {
  return el("div", { class: "block context" }, block.elements.map((element) =>
    element.type === "image" ? picture(surface, block, element) : el("span", { class: "lines" }, text(element))));
}

function image(surface, block) {
  return el("figure", { class: "block image" }, block.title && el("figcaption", {}, text(block.title)), picture(surface, block, block));
}

function actions(surface, block) {
  return el("div", { class: "block actions" }, block.elements.map((element) => control(surface, block, element)));
}

function contextActions(surface, block) {
  return el("div", { class: "block context-actions" }, block.elements.map((element) => control(surface, block, element)));
}

/** A labelled input with its hint, and room for what is wrong with it. */
function input(surface, block) {
  const field = control(surface, block, block.element);
  const choices = field.classList.contains("choices");
  const reached = field.querySelector(".several-open") ?? field; // what takes the focus
  const note = block.optional ? el("span", { class: "quiet" }, " (optional)") : null;
  const wrongId = `wrong-${block.block_id}`;
  const hintId = block.hint ? `hint-${block.block_id}` : null;
  reached.setAttribute("aria-describedby", [hintId, wrongId].filter(Boolean).join(" "));
  if (!block.optional && !choices && reached === field) field.setAttribute("aria-required", "true");
  const label = choices ? el("div", { class: "label" }, text(block.label), note) : el("label", { class: "label", for: reached.id }, text(block.label), note);
  return el("div", { class: "block input", "data-block": block.block_id }, label, field,
    el("div", { class: "wrong", id: wrongId, role: "alert" }),
    block.hint && el("div", { class: "hint", id: hintId }, plainWords(block.hint)));
}
