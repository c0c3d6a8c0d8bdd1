// Interactive elements: buttons, menus, pickers and inputs. Each keeps its value in its surface's `values`.

import { el, icon } from "./dom.js";
import { radios, select, several, ticks } from "./choices.js";
import { confirmed } from "./dialog.js";
import { changed, common, held, hold, isSent, plainWords, words } from "./held.js";
import { openMenu } from "./menu.js";

const PAUSE = 400; // milliseconds without a key, after which `on_character_entered` tells the app

/** A surface is what holds controls: `{values, act(block, element, value)}`. In an input block nothing is sent until the form is. */
export function control(surface, block, element) {
  const kinds = {
    button, overflow, static_select: select, users_select: select, multi_static_select: several, checkboxes: ticks,
    radio_buttons: radios, datepicker: picker, timepicker: picker, plain_text_input: typed, email_text_input: typed,
    url_text_input: typed, number_input: typed, feedback_buttons: feedback, image: picture,
  };
  const build = kinds[element.type];
  return build ? build(surface, block, element) : el("span", { class: "quiet" }, `(${element.type})`);
}

const isWeb = (address) => /^https?:/i.test(address ?? "");

function button(surface, block, element) {
  const props = { class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label, "data-focus": `${block.block_id}/${element.action_id}/${element.value ?? ""}` };
  const press = async () => {
    node.classList.add("busy");
    node.setAttribute("aria-busy", "true");
    await surface.act(block, element, element.value ?? null);
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
  };
  const onClick = async (event) => {
    if (node.classList.contains("busy")) return;
    if (element.confirm) {
      event.preventDefault();
      if (!(await confirmed(element.confirm))) return;
      if (isWeb(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
    }
    press();
  };
  const node = isWeb(element.url) ? el("a", { ...props, href: element.url, target: "_blank", rel: "noreferrer noopener", onClick }, words(element.text), icon("out", 14))
    : el("button", { ...props, type: "button", onClick }, words(element.text));
  return node;
}

function overflow(surface, block, element) {
  const node = el("button", { type: "button", class: "button square", "aria-label": "More options", "aria-haspopup": "menu", "aria-expanded": "false", "data-focus": `${block.block_id}/${element.action_id}` }, icon("more"));
  node.addEventListener("click", () => openMenu(node, element.options.map((option) => ({
    label: option.text.text,
    detail: option.description?.text,
    choose: async () => {
      if (element.confirm && !(await confirmed(element.confirm))) return;
      if (isWeb(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      surface.act(block, element, option.value);
    },
  })), "More options"));
  return node;
}

function picker(surface, block, element) {
  const isDate = element.type === "datepicker";
  const start = held(surface, block, element, (isDate ? element.initial_date : element.initial_time) ?? null);
  const node = el("input", { ...common(block, element), type: isDate ? "date" : "time", class: "field short", value: start ?? "" });
  if (start) hold(surface, block, element, start);
  node.addEventListener("change", () => changed(surface, block, element, node.value || null, () => { node.value = held(surface, block, element) ?? ""; }));
  return node;
}

function typed(surface, block, element) {
  const start = held(surface, block, element, element.initial_value ?? null);
  const props = { ...common(block, element), class: "field", placeholder: plainWords(element.placeholder) || null, maxlength: element.max_length };
  const kinds = { email_text_input: "email", url_text_input: "url" };
  const node = element.multiline ? el("textarea", { ...props, rows: 4 })
    : el("input", { ...props, type: kinds[element.type] ?? "text", inputmode: element.type === "number_input" ? "decimal" : null });
  node.value = start ?? "";
  if (start) hold(surface, block, element, start);
  node.addEventListener("input", () => hold(surface, block, element, node.value || null));
  if (isSent(block)) tellWhileTyping(surface, block, element, node);
  return node;
}

/** As `dispatch_action_config` says: by Enter unless it says otherwise, and after each pause in typing. */
function tellWhileTyping(surface, block, element, node) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let pause = null;
  const tell = () => { clearTimeout(pause); surface.act(block, element, node.value); };
  if (on.includes("on_enter_pressed") && !element.multiline) {
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); tell(); }
    });
  }
  if (on.includes("on_character_entered")) node.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(tell, PAUSE); });
}

/** Thumbs; the one that was pressed stays marked. */
function feedback(surface, block, element) {
  const thumbs = [[element.positive_button, "up"], [element.negative_button, "down"]].map(([one, mark]) => el("button", {
    type: "button", class: "icon-button thumb", "aria-pressed": "false", "aria-label": one.accessibility_label ?? one.text.text, title: one.text.text,
    "data-focus": `${block.block_id}/${element.action_id}/${mark}`,
    onClick: (event) => {
      for (const each of thumbs) each.setAttribute("aria-pressed", String(each === event.currentTarget));
      surface.act(block, element, one.value);
    },
  }, icon(mark)));
  return el("div", { class: "feedback", role: "group", "aria-label": "Feedback" }, thumbs);
}

/** The page asks nothing of other sites: a picture from elsewhere is shown as its description. */
export function picture(surface, block, element) {
  const address = element.slack_file?.id ? `/workspace/files/${element.slack_file.id}` : element.image_url ?? element.slack_file?.url ?? "";
  const local = address.startsWith("/") || address.startsWith("data:image/") || address.startsWith(`${location.origin}/`);
  return local ? el("img", { src: address, alt: element.alt_text, loading: "lazy" }) : el("span", { class: "no-picture", role: "img", "aria-label": element.alt_text }, element.alt_text);
}
