// Dialogs: focus goes in, stays in, and comes back; what lies behind is out of reach.

import { el, icon } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

const FOCUSABLE = "button, [href], input, select, textarea, [tabindex]:not([tabindex='-1'])";
const BEHIND = ".skip, #top, #sidebar, #main, #thread";
const open = [];
let serial = 0;

export const anyDialog = () => open.length > 0;

/** Open a dialog; `onDismiss` is called by Escape and the cross. Returns `{frame, close}`. */
export function openDialog({ title, content, footer, onDismiss, back, kind = "" }) {
  const titleId = `dialog-title-${serial += 1}`;
  const frame = el("div", { class: `dialog ${kind}`, role: "dialog", "aria-modal": "true", "aria-labelledby": titleId, tabindex: "-1" },
    el("div", { class: "dialog-head" },
      back && el("button", { type: "button", class: "icon-button", "aria-label": "Back", onClick: back }, icon("back")),
      el("h2", { id: titleId }, title),
      el("button", { type: "button", class: "icon-button", "aria-label": "Close", onClick: onDismiss }, icon("close"))),
    el("div", { class: "dialog-body" }, content),
    footer && el("div", { class: "dialog-foot" }, footer));
  const backdrop = el("div", { class: "backdrop" }, frame);
  const opener = document.activeElement;
  const entry = { frame, backdrop, onDismiss };
  backdrop.addEventListener("keydown", (event) => onKey(event, entry));
  open.push(entry);
  document.body.append(backdrop);
  reach();
  first(frame).focus({ preventScroll: true }); // what stands above the first input is there to be read first
  return {
    frame,
    close() {
      open.splice(open.indexOf(entry), 1);
      backdrop.remove();
      reach();
      const home = opener?.isConnected && opener !== document.body ? opener : open.at(-1)?.frame ?? document.querySelector("#main textarea, #main [tabindex]");
      home?.focus();
    },
  };
}

/** Only the dialog on top can be reached, by Tab and by screen readers. */
function reach() {
  for (const node of document.querySelectorAll(BEHIND)) node.inert = open.length > 0;
  open.forEach((one, place) => { one.backdrop.inert = place < open.length - 1; });
}

/** Where the writing starts: what the app wants in focus, else the first input, else the main button. */
function first(frame) {
  return frame.querySelector("[data-focus-first]") ?? frame.querySelector(".dialog-body :is(input, select, textarea)")
    ?? frame.querySelector(".dialog-foot .primary, .dialog-foot .danger") ?? frame;
}

function onKey(event, { frame, onDismiss }) {
  if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); onDismiss(); return; }
  if (event.key !== "Tab") return;
  const stops = [...frame.querySelectorAll(FOCUSABLE)].filter((node) => !node.disabled && node.offsetParent !== null);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement === edge || document.activeElement === frame || !frame.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }
}

/** Ask as a `confirm` object says; true if the person went on. */
export function confirmed({ title, text, confirm, deny, style }) {
  return new Promise((resolve) => {
    const answer = (value) => { dialog.close(); resolve(value); };
    const dialog = openDialog({
      title: title.text, kind: "small", onDismiss: () => answer(false),
      content: el("p", { class: "lines" }, text.type === "mrkdwn" ? mrkdwn(text.text) : text.text),
      footer: [
        el("button", { type: "button", class: "button", onClick: () => answer(false) }, deny.text),
        el("button", { type: "button", class: `button ${style === "danger" ? "danger filled" : "primary"}`, onClick: () => answer(true) }, confirm.text),
      ],
    });
  });
}
