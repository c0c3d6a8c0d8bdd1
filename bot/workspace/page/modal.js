// The app's modals: shown when the state has one, sent in, and closed.

import { el } from "./dom.js";
import { blocks } from "./blocks.js";
import { openDialog } from "./dialog.js";
import { act } from "./server.js";

let shown = null; // {id, hash, dialog, surface}

/** Show the view that the state says is open for this person, or none. */
export function showModal(state, makeSurface) {
  const view = state.view;
  if (!view || view.id !== shown?.id) {
    shown?.dialog.close();
    shown = null;
  }
  if (!view || view.hash === shown?.hash) return;
  const kept = answered(shown?.surface.values ?? {}, view.blocks); // as in Slack, an input that keeps both its ids keeps what was typed
  const place = shown && whereOneIs(shown.dialog.frame);
  shown?.dialog.close();
  shown = open(state, view, makeSurface({ view_id: view.id }, kept));
  if (place) goBackTo(shown.dialog.frame, place);
}

/** The focus, the caret and how far one has scrolled: an update of the view leaves them. */
function whereOneIs(frame) {
  const active = frame.contains(document.activeElement) ? document.activeElement : null;
  return { focus: active?.dataset.focus, caret: active?.selectionStart, top: frame.querySelector(".dialog-body").scrollTop };
}

function goBackTo(frame, { focus, caret, top }) {
  const node = focus && frame.querySelector(`[data-focus="${CSS.escape(focus)}"]`);
  node?.focus();
  if (node && typeof caret === "number") node.setSelectionRange(caret, caret);
  frame.querySelector(".dialog-body").scrollTop = top;
}

function open(state, view, surface) {
  const me = state.me;
  const trouble = el("div", { class: "trouble", role: "alert" });
  surface.trouble = (words) => { trouble.textContent = words; };
  const close = (clear) => act("close", { user: me, view_id: view.id, clear }).catch((error) => surface.trouble(error.message));
  const submit = view.submit && el("button", { type: "submit", class: "button primary", form: `form-${view.id}`, disabled: view.submit_disabled }, view.submit.text);
  const form = el("form", { id: `form-${view.id}`, novalidate: true }, blocks(surface, view.blocks), trouble);
  const send = async (event) => {
    event.preventDefault();
    if (!submit || submit.disabled) return;
    submit.disabled = true;
    submit.classList.add("busy");
    surface.trouble("");
    try {
      const outcome = await act("submit", { user: me, view_id: view.id, values: answered(surface.values, view.blocks) });
      showErrors(form, outcome.errors);
      if (outcome.notice) surface.trouble(outcome.notice);
    } catch (error) {
      surface.trouble(error.message);
    }
    submit.disabled = false;
    submit.classList.remove("busy");
  };
  form.addEventListener("submit", send);
  const footer = submit || view.close ? [
    el("button", { type: "button", class: "button", onClick: () => close(false) }, view.close?.text ?? "Cancel"), submit] : null;
  const dialog = openDialog({
    title: view.title.text, content: form, footer, onDismiss: () => close(state.depth < 2),
    back: state.depth > 1 ? () => close(false) : null,
  });
  return { id: view.id, hash: view.hash, dialog, surface };
}

/** Only what stands in the view now: an update may have taken inputs away. */
function answered(values, list) {
  const kept = {};
  for (const block of list) {
    for (const element of [block.element, block.accessory, ...(block.elements ?? [])]) {
      const value = values[block.block_id]?.[element?.action_id];
      if (value !== undefined) (kept[block.block_id] ??= {})[element.action_id] = value;
    }
  }
  return kept;
}

function showErrors(form, errors) {
  for (const block of form.querySelectorAll("[data-block]")) {
    const error = errors[block.dataset.block] ?? "";
    block.querySelector(".wrong").textContent = error;
    block.classList.toggle("has-error", Boolean(error));
    for (const field of block.querySelectorAll("input, select, textarea, .several-open")) {
      if (error) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
  const first = form.querySelector(".has-error");
  first?.querySelector("input, select, textarea, .several-open").focus({ preventScroll: true });
  first?.scrollIntoView({ block: "nearest" });
}
