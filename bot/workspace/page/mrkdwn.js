// Slack's mrkdwn, as Slack reads it: the three entities, <…> references, *bold*, _italic_, ~strike~, `code`, > quotes.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./times.js";

let names = { people: {}, channels: {} };

/** Tell the reader who and what the ids stand for. */
export function knowNames(people, channels) {
  names = { people, channels };
}

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** The nodes for one plain text: only emoji are read, and lines kept. */
export function plainText(text) {
  return text.split("\n").flatMap((line, place) => [
    ...(place ? [el("br")] : []),
    ...line.split(/(:[a-z0-9_+-]+:)/).filter(Boolean).map((part) => (/^:[a-z0-9_+-]+:$/.test(part) ? emoji(part.slice(1, -1)) : part)),
  ]);
}

/** The nodes for one mrkdwn text. */
export function mrkdwn(text) {
  const parts = text.split(/```([\s\S]+?)```/);
  return parts.flatMap((part, place) =>
    place % 2 ? [el("pre", { class: "code-block" }, unescape(part.replace(/^\n/, "")))] : lines(part));
}

function lines(text) {
  const nodes = [];
  let quote = null;
  let broken = true; // whether the next line starts on a line of its own already
  for (const line of text.split("\n")) {
    const quoted = line.match(/^&gt; ?(.*)$/) ?? line.match(/^> ?(.*)$/);
    const bullet = line.match(/^(\s*)•\s+(.*)$/);
    if (quoted) {
      if (!quote) nodes.push(quote = el("blockquote"));
      else quote.append(el("br"));
      quote.append(...inline(quoted[1]));
      broken = true;
      continue;
    }
    quote = null;
    if (bullet) {
      nodes.push(el("span", { class: "bullet" }, ...inline(bullet[2])));
      broken = true;
      continue;
    }
    if (!broken) nodes.push(el("br"));
    nodes.push(...inline(line));
    broken = false;
  }
  return nodes;
}

const REFERENCE = /<([^<>\n]+)>/;
const CODE = /`([^`\n]+)`/;
const EMOJI_NAME = /:([a-z0-9_+-]+):/;
const STYLES = [["*", "strong"], ["_", "em"], ["~", "s"]].map(([mark, tag]) => [
  new RegExp(`(?<![\\w${mark === "*" ? "*" : `\\${mark}`}])\\${mark}(?=\\S)([^\\${mark}\\n]*?\\S)\\${mark}(?![\\w])`), tag]);

/** The earliest piece of markup, and what lies before and after it. */
function inline(text) {
  const rules = [[CODE, code], [REFERENCE, reference], [EMOJI_NAME, (found) => [emoji(found[1])]],
    ...STYLES.map(([pattern, tag]) => [pattern, (found) => [el(tag, {}, ...inline(found[1]))]])];
  let first = null;
  for (const [pattern, build] of rules) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, build };
  }
  if (!first) return text ? [unescape(text)] : [];
  const { found, build } = first;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...(before ? [unescape(before)] : []), ...build(found), ...inline(after)];
}

const code = (found) => [el("code", {}, unescape(found[1]))];

function reference(found) {
  const [target, label] = found[1].split(/\|(.*)/s);
  if (target.startsWith("@")) return [mention(`@${names.people[target.slice(1)] ?? label ?? target.slice(1)}`)];
  if (target.startsWith("#")) return [mention(`#${names.channels[target.slice(1)] ?? label ?? target.slice(1)}`)];
  if (target.startsWith("!date^")) return [dated(target, label)];
  if (target.startsWith("!")) return [mention(`@${target.slice(1)}`, "loud")];
  return [link(unescape(target), label ? unescape(label) : null)];
}

export function mention(words, kind = "") {
  return el("span", { class: `mention ${kind}` }, words);
}

/** `!date^SECONDS^FORMAT^LINK`: in the reader's own time, or as its fallback. */
function dated(target, fallback) {
  const [, seconds, format, address] = target.split("^");
  const shown = /^\d+$/.test(seconds) && format ? slackDate(seconds, format) : fallback ?? "";
  return address ? link(unescape(address), shown) : shown;
}

/** A link, only where it leads somewhere that a browser should go. */
export function link(address, label) {
  const shown = label ?? address.replace(/^mailto:/, "");
  if (!/^(https?|mailto):/i.test(address)) return el("span", {}, shown);
  return el("a", { href: address, target: "_blank", rel: "noreferrer noopener" }, shown);
}

/** What a person would have typed to get this text: for editing. */
export function asTyped(text) {
  const plain = text.replace(/<([^<>\n]+)>/g, (_, inner) => {
    const [target, label] = inner.split(/\|(.*)/s);
    if (target.startsWith("@")) return `@${names.people[target.slice(1)] ?? target.slice(1)}`;
    if (target.startsWith("#")) return `#${label ?? names.channels[target.slice(1)] ?? target.slice(1)}`;
    return target.replace(/^mailto:/, "");
  });
  return unescape(plain);
}

/** The words alone, on one line: for previews and for screen readers. */
export function asWords(text) {
  return asTyped(text).replace(/[*_~`]/g, "").replace(/\s+/g, " ").trim();
}
