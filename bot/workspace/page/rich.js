// rich_text, table and markdown blocks.

import { el } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { link, mention, mrkdwn } from "./mrkdwn.js";

export function richText(block, names) {
  return el("div", { class: "rich" }, nested(block.elements, names));
}

/** Lists follow one another flat, with an indent; here they are put into one another again. */
function nested(parts, names) {
  return parts.map((part) => {
    if (part.type !== "rich_text_list") return richPart(part, names);
    const list = el(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null });
    for (const item of part.elements) list.append(el("li", {}, inlines(item.elements, names)));
    return list;
  });
}

function richPart(part, names) {
  const inside = inlines(part.elements, names);
  if (part.type === "rich_text_quote") return el("blockquote", {}, inside);
  if (part.type === "rich_text_preformatted") return el("pre", { class: "code-block" }, inside);
  return el("div", { class: "lines" }, inside);
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
    case "emoji": return EMOJI[one.name] ?? `:${one.name}:`;
    case "date": return one.fallback ?? new Date(one.timestamp * 1000).toLocaleString("en-GB");
    default: return "";
  }
}

function styled(node, style) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}

export function table(block, names) {
  const [head, ...rows] = block.rows;
  const cell = (tag) => (one) => el(tag, tag === "th" ? { scope: "col" } : {}, one.type === "rich_text" ? richText(one, names) : one.text);
  return el("div", { class: "table-frame", tabindex: "0", role: "group", "aria-label": "Table" },
    el("table", {}, el("thead", {}, el("tr", {}, head.map(cell("th")))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell("td")))))));
}

/** A `markdown` block: headings, bullets, bold and links are turned into their mrkdwn counterparts. */
export function markdown(block) {
  const lines = block.text.split("\n").map((line) => line
    .replace(/^#{1,6}\s+(.*)$/, "*$1*")
    .replace(/^\s*[*+-]\s+/, "• ")
    .replace(/\*\*(.+?)\*\*/g, "*$1*")
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>"));
  return el("div", { class: "lines" }, mrkdwn(lines.join("\n")));
}
