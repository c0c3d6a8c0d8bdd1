// rich_text blocks.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";
import { slackDate } from "./times.js";

const NUMBERS = ["1", "a", "i"]; // how the numbers of an ordered list look, by its indent

export function richText(block, names) {
  return el("div", { class: "rich" }, block.elements.map((part) => richPart(part, names)));
}

/** Lists follow one another flat, each with its indent, as Slack sends them. */
function richPart(part, names) {
  if (part.type === "rich_text_list") return richList(part, names);
  const inside = inlines(part.elements, names);
  if (part.type === "rich_text_quote") return el("blockquote", {}, inside);
  if (part.type === "rich_text_preformatted") return el("pre", { class: "code-block" }, inside);
  return el("div", { class: "lines" }, inside);
}

function richList(part, names) {
  const indent = part.indent ?? 0;
  const items = part.elements.map((item) => el("li", {}, inlines(item.elements, names)));
  const props = { class: `${part.border ? "bordered" : ""}`, "data-indent": indent };
  if (part.style !== "ordered") return el("ul", props, items);
  return el("ol", { ...props, type: NUMBERS[indent % NUMBERS.length], start: part.offset ? part.offset + 1 : null }, items);
}

function inlines(elements, names) {
  return elements.map((one) => styled(inlineNode(one, names), one.style ?? {}));
}

function inlineNode(one, names) {
  switch (one.type) {
    case "text": return one.text;
    case "link": return link(one.url, one.text);
    case "user": return mention(`@${names.people[one.user_id] ?? one.user_id}`);
    case "channel": return mention(`#${names.channels[one.channel_id] ?? one.channel_id}`);
    case "broadcast": return mention(`@${one.range}`, "loud");
    case "emoji": return emoji(one.name);
    case "date": return one.format ? slackDate(one.timestamp, one.format) : one.fallback ?? "";
    default: return "";
  }
}

function styled(node, style) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}
