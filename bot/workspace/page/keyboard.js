// Keys that work everywhere: Escape, Ctrl+K to search, F6 from part to part, Alt+↑ and Alt+↓ from place to place.

import { anyDialog } from "./dialog.js";
import { openFinder } from "./finder.js";
import { closeMenu } from "./menu.js";
import { go } from "./main.js";
import { clearUnread } from "./unread.js";

const PARTS = ["#sidebar [aria-current]", "#main .messages, #main .home", "#main .composer-field", "#thread .messages", "#thread .composer-field", "#top .acting"];

export function listenToKeys(page, channelShown) {
  document.addEventListener("keydown", (event) => {
    if (anyDialog() || event.defaultPrevented || !page.state) return;
    if (event.key === "Escape") escape(page, channelShown);
    else if (event.key === "F6") { event.preventDefault(); nextPart(event.shiftKey ? -1 : 1); }
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openFinder(page); }
    else if (event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); nextPlace(event.key === "ArrowDown" ? 1 : -1); }
  });
}

/** The nearest thing that is open closes; with nothing open, the line "New" goes. */
function escape(page, channelShown) {
  if (closeMenu()) return;
  if (page.editing) go({ editing: null });
  else if (page.thread) closeThread(page);
  else { clearUnread(page, channelShown()); go({}); }
}

export function closeThread(page) {
  const { channel, ts } = page.thread;
  go({ thread: null });
  const root = document.querySelector(`#main [data-key="${CSS.escape(`${channel} ${ts}`)}"]`);
  (root?.querySelector(".replies") ?? root?.querySelector("button") ?? document.querySelector("#main .composer-field"))?.focus();
}

function nextPart(step) {
  const parts = PARTS.map((one) => document.querySelector(one)).filter((node) => node?.offsetParent);
  const now = parts.findIndex((node) => node.contains(document.activeElement) || node === document.activeElement);
  parts[now < 0 ? 0 : (now + step + parts.length) % parts.length]?.focus();
}

function nextPlace(step) {
  const rows = [...document.querySelectorAll("#sidebar .side-row")];
  const now = rows.findIndex((node) => node.hasAttribute("aria-current"));
  const { row } = rows[(now + step + rows.length) % rows.length].dataset;
  document.querySelector(`[data-row="${row}"]`).click();
}
