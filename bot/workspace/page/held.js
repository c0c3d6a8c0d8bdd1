// What a control holds, and what happens when that changes.

import { confirmed } from "./dialog.js";
import { mrkdwn, plainText } from "./mrkdwn.js";

let serial = 0;
export const freshId = () => `control-${serial += 1}`;

export const words = (text) => (text.type === "mrkdwn" ? mrkdwn(text.text) : plainText(text.text));
export const plainWords = (text) => text?.text ?? "";

/** A value from before, else the app's initial one; an input that somebody emptied stays empty. */
export function held(surface, block, element, initial) {
  const before = surface.values[block.block_id]?.[element.action_id];
  return before === undefined ? initial : before;
}

export function hold(surface, block, element, value) {
  (surface.values[block.block_id] ??= {})[element.action_id] = value;
}

/** Whether using it tells the app at once: outside a form, or where the block asks for it. */
export const isSent = (block) => block.type !== "input" || Boolean(block.dispatch_action);

/** Keep the value and tell the app, once the person has confirmed it where that is asked for; `undo` shows the old one again. */
export async function changed(surface, block, element, value, undo) {
  if (element.confirm && !(await confirmed(element.confirm))) { undo(); return; }
  hold(surface, block, element, value);
  if (isSent(block)) surface.act(block, element, value);
}

/** Attributes that all controls share: a name unless a label gives it, and what brings the focus back after a redraw. */
export function common(block, element) {
  return {
    id: freshId(),
    "aria-label": block.type === "input" ? null : nameOf(block, element),
    "data-focus": `${block.block_id}/${element.action_id}`,
    "data-focus-first": element.focus_on_load ? "" : null,
  };
}

export function nameOf(block, element) {
  return element.accessibility_label || plainWords(block.label) || plainWords(element.placeholder) || plainWords(block.text).replace(/[*_~`]/g, "") || element.action_id;
}
