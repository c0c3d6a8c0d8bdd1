// table and markdown blocks.

import { el } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./rich.js";

/** The first row is the head, as Slack draws it; a column may be aligned. */
export function table(block, names) {
  const [head, ...rows] = block.rows;
  const side = (place) => block.column_settings?.[place]?.align ?? "left";
  const cell = (tag) => (one, place) => el(tag, { ...(tag === "th" ? { scope: "col" } : {}), "data-align": side(place) }, one.type === "rich_text" ? richText(one, names) : one.text);
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
