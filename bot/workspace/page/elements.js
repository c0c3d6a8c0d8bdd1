// Interactive elements: buttons, menus, pickers and inputs. Each keeps its value in its surface's `values`.

import { el, icon } from "./dom.js";
import { confirmed } from "./dialog.js";
import { openMenu } from "./menu.js";
import { mrkdwn, plainText } from "./mrkdwn.js";

let serial = 0;
const freshId = () => `control-${serial += 1}`;

const words = (text) => (text.type === "mrkdwn" ? mrkdwn(text.text) : plainText(text.text));
export const plainWords = (text) => text?.text ?? "";

/** A surface is what holds controls: `{values, act(block, element, value)}`. In an input block nothing is sent until the form is. */
export function control(surface, block, element) {
  const kinds = {
    button, overflow, static_select: select, users_select: select, multi_static_select: ticks, checkboxes: ticks,
    radio_buttons: radios, datepicker: picker, timepicker: picker, plain_text_input: typed, email_text_input: typed,
    url_text_input: typed, number_input: typed, feedback_buttons: feedback, image: picture,
  };
  const build = kinds[element.type];
  return build ? build(surface, block, element) : el("span", { class: "quiet" }, `(${element.type})`);
}

function held(surface, block, element) {
  return surface.values[block.block_id]?.[element.action_id];
}

function hold(surface, block, element, value) {
  (surface.values[block.block_id] ??= {})[element.action_id] = value;
}

/** Keep the value; outside a form, or where the block asks for it, tell the app at once. */
async function changed(surface, block, element, value, undo) {
  if (element.confirm && !(await confirmed(element.confirm))) { undo?.(); return; }
  hold(surface, block, element, value);
  if (block.type !== "input" || block.dispatch_action) surface.act(block, element, value);
}

const nameOf = (block, element) =>
  element.accessibility_label ?? (plainWords(block.label) || plainWords(element.placeholder) || plainWords(block.text).replace(/[*_~`]/g, "") || element.action_id);

function button(surface, block, element) {
  const node = el("button", {
    type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    "data-focus": `${block.block_id}/${element.action_id}/${element.value ?? ""}`,
    onClick: async () => {
      if (element.confirm && !(await confirmed(element.confirm))) return;
      if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
      node.classList.add("busy");
      node.setAttribute("aria-busy", "true");
      await surface.act(block, element, element.value ?? null);
      node.classList.remove("busy");
      node.removeAttribute("aria-busy");
    },
  }, words(element.text));
  return node;
}

function overflow(surface, block, element) {
  const node = el("button", { type: "button", class: "button square", "aria-label": "More options", "aria-haspopup": "menu", "data-focus": `${block.block_id}/${element.action_id}` }, icon("more"));
  node.addEventListener("click", () => openMenu(node, element.options.map((option) => ({
    label: option.text.text,
    detail: option.description?.text,
    choose: async () => {
      if (element.confirm && !(await confirmed(element.confirm))) return;
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      surface.act(block, element, option.value);
    },
  })), "More options"));
  return node;
}

function select(surface, block, element) {
  const groups = element.option_groups ?? [{ options: element.options ?? surface.people.map((person) => ({ value: person.id, text: { text: person.real_name } })) }];
  const initial = element.initial_option?.value ?? element.initial_user ?? "";
  const start = held(surface, block, element) ?? initial;
  const choices = groups.map((group) => {
    const options = group.options.map((option) => el("option", { value: option.value }, option.text.text + (option.description ? `: ${option.description.text}` : "")));
    return group.label ? el("optgroup", { label: group.label.text }, options) : options;
  });
  const node = el("select", { id: freshId(), class: "field", "aria-label": block.type === "input" ? null : nameOf(block, element), "data-focus": `${block.block_id}/${element.action_id}` },
    el("option", { value: "" }, plainWords(element.placeholder) || "Choose an option"), choices);
  node.value = start;
  hold(surface, block, element, node.value || null);
  node.addEventListener("change", () => changed(surface, block, element, node.value || null, () => { node.value = held(surface, block, element) ?? ""; }));
  return node;
}

function choiceRow(kind, name, option, checked, onChange) {
  const input = el("input", { type: kind, name, value: option.value, id: freshId() });
  input.checked = checked;
  input.addEventListener("change", onChange);
  return el("label", { class: "choice", for: input.id }, input,
    el("span", {}, el("span", {}, words(option.text)), option.description && el("span", { class: "described" }, words(option.description))));
}

function radios(surface, block, element) {
  const start = held(surface, block, element) ?? element.initial_option?.value ?? null;
  if (start) hold(surface, block, element, start);
  const name = freshId();
  return el("div", { class: "choices", role: "radiogroup", "aria-label": nameOf(block, element) }, element.options.map((option) =>
    choiceRow("radio", name, option, option.value === start, () => changed(surface, block, element, option.value))));
}

function ticks(surface, block, element) {
  const options = element.options ?? element.option_groups.flatMap((group) => group.options);
  const start = held(surface, block, element) ?? (element.initial_options ?? []).map((option) => option.value);
  hold(surface, block, element, start);
  const node = el("div", { class: "choices", role: "group", "aria-label": nameOf(block, element) });
  const read = () => [...node.querySelectorAll("input:checked")].map((input) => input.value);
  node.append(...options.map((option) =>
    choiceRow("checkbox", "", option, start.includes(option.value), () => changed(surface, block, element, read()))));
  return node;
}

function picker(surface, block, element) {
  const isDate = element.type === "datepicker";
  const start = held(surface, block, element) ?? (isDate ? element.initial_date : element.initial_time) ?? "";
  const node = el("input", { type: isDate ? "date" : "time", id: freshId(), class: "field short", value: start, "aria-label": block.type === "input" ? null : nameOf(block, element), "data-focus": `${block.block_id}/${element.action_id}` });
  if (start) hold(surface, block, element, start);
  node.addEventListener("change", () => changed(surface, block, element, node.value || null));
  return node;
}

function typed(surface, block, element) {
  const start = held(surface, block, element) ?? element.initial_value ?? "";
  const props = { id: freshId(), class: "field", placeholder: plainWords(element.placeholder) || null, maxlength: element.max_length, "data-focus": `${block.block_id}/${element.action_id}` };
  const kinds = { email_text_input: "email", url_text_input: "url" };
  const node = element.multiline ? el("textarea", { ...props, rows: 4 })
    : el("input", { ...props, type: kinds[element.type] ?? "text", inputmode: element.type === "number_input" ? "decimal" : null });
  node.value = start;
  if (start) hold(surface, block, element, start);
  node.addEventListener("input", () => hold(surface, block, element, node.value || null));
  if (block.dispatch_action && !element.multiline) {
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); surface.act(block, element, node.value); }
    });
  }
  return node;
}

function feedback(surface, block, element) {
  return [element.positive_button, element.negative_button].map((one) => el("button", {
    type: "button", class: "button small", "aria-label": one.accessibility_label,
    onClick: () => surface.act(block, element, one.value),
  }, words(one.text)));
}

/** The page asks nothing of other sites: a picture from elsewhere is shown as its description. */
export function picture(surface, block, element) {
  const address = element.slack_file?.id ? `/workspace/files/${element.slack_file.id}` : element.image_url ?? element.slack_file?.url ?? "";
  const local = address.startsWith("/") || address.startsWith("data:image/") || address.startsWith(`${location.origin}/`);
  return local ? el("img", { src: address, alt: element.alt_text, loading: "lazy" }) : el("span", { class: "no-picture", role: "img", "aria-label": element.alt_text }, element.alt_text);
}
