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
  right: "M8 5l5 5-5 5",
  apps: "M4 4h4.500v4.500H4zM11.500 4H16v4.500h-4.500zM4 11.500h4.500V16H4zM13.750 11v5.500M11 13.750h5.500",
  search: "M9 4a5 5 0 1 0 .01 0zM12.700 12.700L17 17",
  sun: "M10 6.800a3.200 3.200 0 1 0 .01 0zM10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M15.700 4.300l-1.100 1.100M5.400 14.600l-1.100 1.100",
  up: "M6 9V17H3.500V9zM6 9l3.500-6c1.500 0 2.200 1 2 2.200L11 8h4.500a1.500 1.500 0 0 1 1.500 1.800l-1 5.500a2 2 0 0 1-2 1.700H6",
  down: "M6 11V3H3.500v8zM6 11l3.500 6c1.500 0 2.200-1 2-2.200L11 12h4.500a1.500 1.500 0 0 0 1.500-1.800l-1-5.500A2 2 0 0 0 14 3H6",
  out: "M11 4h5v5M16 4l-7 7M14 12v4H4V6h4",
  bin: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6",
};

export function icon(name, size = 18) {
  const svg = drawing("0 0 20 20", [[ICONS[name], null]], `icon icon-${name}`);
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  return svg;
}

/** A picture of `[path, fill]` pieces. */
export function drawing(viewBox, pieces, kind) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox, "aria-hidden": "true", class: kind })) svg.setAttribute(key, value);
  for (const [d, fill] of pieces) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    if (fill) path.setAttribute("fill", fill);
    svg.append(path);
  }
  return svg;
}

/** A small tile with a person's initials, drawn by the style sheet: they are no words of the button they may stand in. */
export function avatar(who, size = "") {
  const initials = who.app ? "C" : who.name.split(" ").map((word) => word[0]).slice(0, 2).join("");
  return el("span", { class: `avatar ${size} ${who.app ? "of-app" : `of-${who.id}`}`, "aria-hidden": "true", "data-initials": initials });
}

export function toast(words) {
  const node = el("div", { class: "toast" }, words);
  const shown = document.getElementById("toasts");
  [...shown.children].find((one) => one.textContent === words)?.remove(); // once is enough
  shown.append(node);
  setTimeout(() => node.remove(), 6000);
}
