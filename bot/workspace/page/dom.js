// Building elements. Words only ever become text nodes: nothing here takes HTML.

const SVG = "http://www.w3.org/2000/svg";

/** el("button", {class: "link", onClick: …, "aria-label": …}, "text", node, [nodes], null) */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  add(node, children);
  return node;
}

export function add(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
  }
  return node;
}

/** Make these nodes the children of `parent`, touching only those that differ. */
export function sync(parent, nodes) {
  nodes.forEach((node, place) => {
    if (parent.childNodes[place] !== node) parent.insertBefore(node, parent.childNodes[place] ?? null);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild.remove();
}

const ICONS = {
  reply: "M4 5h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H9l-4 3v-3H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z",
  more: "M10 4.6v.01M10 10v.01M10 15.4v.01",
  close: "M5 5l10 10M15 5L5 15",
  back: "M12 4l-6 6 6 6",
  send: "M3 10l14-6-4.5 13-3-5.5zM9.500 11.500L17 4",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 8a2 2 0 1 0 .01 0",
  file: "M5 3h6l4 4v10H5zM11 3v4h4",
  download: "M10 3v9m-3.500-3.500L10 12l3.500-3.500M4 16h12",
  chevron: "M6 8l4 4 4-4",
  sparkle: "M10 3l1.600 4.400L16 9l-4.400 1.600L10 15l-1.600-4.400L4 9l4.400-1.600z",
  bin: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6",
};

export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true", class: `icon icon-${name}` })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A small tile with a person's initials; the app has its own. */
export function avatar(who, size = "") {
  const initials = who.app ? "C" : who.name.split(" ").map((word) => word[0]).slice(0, 2).join("");
  return el("span", { class: `avatar ${size} ${who.app ? "of-app" : `of-${who.id}`}`, "aria-hidden": "true" }, initials);
}

export function toast(words) {
  const node = el("div", { class: "toast" }, words);
  document.getElementById("toasts").append(node);
  setTimeout(() => node.remove(), 6000);
}
