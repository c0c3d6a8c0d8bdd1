// Controls with options: select menus, several of a list, radio buttons, checkboxes.

import { el, icon } from "./dom.js";
import { changed, common, freshId, held, hold, nameOf, plainWords, words } from "./held.js";
import { openMenu } from "./menu.js";

const ofPeople = (surface) => surface.people.map((person) => ({ value: person.id, text: { type: "plain_text", text: person.real_name } }));
const groupsOf = (surface, element) => element.option_groups ?? [{ options: element.options ?? ofPeople(surface) }];

/** `static_select` and `users_select`: the browser's own menu, which every keyboard and screen reader knows. */
export function select(surface, block, element) {
  const start = held(surface, block, element, element.initial_option?.value ?? element.initial_user ?? null);
  const choices = groupsOf(surface, element).map((group) => {
    const options = group.options.map((option) => el("option", { value: option.value }, option.text.text + (option.description ? `: ${option.description.text}` : "")));
    return group.label ? el("optgroup", { label: group.label.text }, options) : options;
  });
  const node = el("select", { ...common(block, element), class: "field" },
    el("option", { value: "" }, plainWords(element.placeholder) || (element.type === "users_select" ? "Choose a person" : "Choose an option")), choices);
  node.value = start ?? "";
  hold(surface, block, element, node.value || null);
  node.addEventListener("change", () => changed(surface, block, element, node.value || null, () => { node.value = held(surface, block, element) ?? ""; }));
  return node;
}

/** `multi_static_select`: the chosen as tokens that can be taken away, and a menu of ticks. */
export function several(surface, block, element) {
  const options = groupsOf(surface, element).flatMap((group) => group.options);
  const named = Object.fromEntries(options.map((option) => [option.value, option.text.text]));
  const most = element.max_selected_items ?? Infinity;
  let chosen = held(surface, block, element, (element.initial_options ?? []).map((option) => option.value));
  hold(surface, block, element, chosen);
  let next = null; // what the open menu has made of it
  const opener = el("button", { ...common(block, element), type: "button", class: "several-open", "aria-haspopup": "menu", "aria-expanded": "false" });
  const tokens = el("ul", { class: "tokens", "aria-label": `Chosen: ${nameOf(block, element)}` });
  const node = el("div", { class: "field several" }, tokens, opener);
  const show = () => {
    tokens.hidden = chosen.length === 0;
    tokens.replaceChildren(...chosen.map((value) => el("li", { class: "token" }, named[value],
      el("button", { type: "button", "aria-label": `Take away ${named[value]}`, onClick: () => { put(chosen.filter((one) => one !== value)); opener.focus(); } }, icon("close", 13)))));
    opener.replaceChildren(el("span", {}, chosen.length ? "Add or take away" : plainWords(element.placeholder) || "Choose options"));
  };
  const put = (values) => {
    const before = chosen;
    chosen = values;
    show();
    return changed(surface, block, element, chosen, () => { chosen = before; show(); });
  };
  const toggle = (value) => {
    const has = chosen.includes(value);
    if (!has && chosen.length >= most) return false;
    next = has ? chosen.filter((one) => one !== value) : options.map((option) => option.value).filter((one) => one === value || chosen.includes(one));
    chosen = next;
    show();
    return !has;
  };
  opener.addEventListener("click", () => {
    const before = chosen;
    next = null;
    openMenu(opener, groupsOf(surface, element).flatMap((group) => [
      ...(group.label ? [{ heading: group.label.text }] : []),
      ...group.options.map((option) => ({
        label: option.text.text, detail: option.description?.text, checked: chosen.includes(option.value), several: true, choose: () => toggle(option.value),
      })),
    ]), nameOf(block, element), {
      closed: () => { if (next) changed(surface, block, element, chosen, () => { chosen = before; show(); }); }, // told once, when the menu closes
    });
  });
  show();
  return node;
}

function choiceRow(kind, name, option, checked, onChange, props) {
  const input = el("input", { ...props, type: kind, name, value: option.value, id: freshId() });
  input.checked = checked;
  input.addEventListener("change", onChange);
  return el("label", { class: "choice", for: input.id }, input,
    el("span", {}, el("span", {}, words(option.text)), option.description && el("span", { class: "described" }, words(option.description))));
}

function group(role, surface, block, element, rows) {
  const { "data-focus": focus, "data-focus-first": first } = common(block, element);
  const node = el("div", { class: "choices", role, "aria-label": nameOf(block, element) }, rows);
  node.querySelectorAll("input").forEach((input, place) => {
    input.dataset.focus = `${focus}/${input.value}`;
    if (first !== null && place === 0) input.dataset.focusFirst = "";
  });
  return node;
}

export function radios(surface, block, element) {
  const start = held(surface, block, element, element.initial_option?.value ?? null);
  if (start) hold(surface, block, element, start);
  const name = freshId();
  const node = group("radiogroup", surface, block, element, element.options.map((option) =>
    choiceRow("radio", name, option, option.value === start, () => changed(surface, block, element, option.value, undo))));
  const undo = () => { for (const input of node.querySelectorAll("input")) input.checked = input.value === held(surface, block, element); };
  return node;
}

export function ticks(surface, block, element) {
  const start = held(surface, block, element, (element.initial_options ?? []).map((option) => option.value));
  hold(surface, block, element, start);
  const read = () => [...node.querySelectorAll("input:checked")].map((input) => input.value);
  const undo = () => { for (const input of node.querySelectorAll("input")) input.checked = held(surface, block, element).includes(input.value); };
  const node = group("group", surface, block, element, element.options.map((option) =>
    choiceRow("checkbox", null, option, start.includes(option.value), () => changed(surface, block, element, read(), undo))));
  return node;
}
