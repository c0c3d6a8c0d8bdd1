// The bar on top: search, light or dark, and whom one acts as.

import { avatar, el, icon, sync } from "./dom.js";
import { openFinder } from "./finder.js";
import { openMenu } from "./menu.js";

const THEMES = [["", "As this computer has it"], ["light", "Light"], ["dark", "Dark"]];
let topFor = null;

export function showTop(page, actAs) {
  const { state } = page;
  if (topFor === state.me) return;
  topFor = state.me;
  const focused = document.activeElement?.classList.contains("acting");
  const acting = actingAs(state, actAs);
  sync(document.getElementById("top"), [
    el("span", { class: "local" }, "Local workspace"),
    el("span", { class: "lost", role: "status" }, el("span", {}, "Connection lost. Trying again…")),
    el("button", { type: "button", class: "search", "aria-keyshortcuts": "Control+K", onClick: () => openFinder(page) }, icon("search", 15), el("span", {}, `Search ${state.team}`), el("kbd", { "aria-hidden": "true" }, "Ctrl K")),
    themes(), acting,
  ]);
  if (focused) acting.focus();
}

function actingAs(state, actAs) {
  const me = state.people.find((one) => one.id === state.me);
  const button = el("button", { type: "button", class: "acting", "aria-haspopup": "menu", "aria-expanded": "false" },
    avatar({ id: me.id, name: me.real_name }, "small"),
    el("span", { class: "acting-words" }, el("span", {}, el("span", { class: "acting-label" }, "Acting as"), ` ${me.real_name}`), " ", el("span", { class: "acting-job" }, me.job)), icon("chevron", 16));
  button.addEventListener("click", () => openMenu(button, [{ heading: "Act as" }, ...state.people.map((one) => ({
    label: one.real_name, detail: one.job, checked: one.id === state.me,
    icon: avatar({ id: one.id, name: one.real_name }), choose: () => actAs(one.id),
  }))], "Acting as"));
  return button;
}

function themes() {
  const button = el("button", { type: "button", class: "icon-button top-button", "aria-label": "Light or dark", title: "Light or dark", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("sun"));
  button.addEventListener("click", () => {
    const now = document.documentElement.dataset.theme ?? "";
    openMenu(button, THEMES.map(([theme, label]) => ({ label, checked: theme === now, choose: () => choose(theme) })), "Light or dark");
  });
  return button;
}

function choose(theme) {
  if (theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("clausewise-theme", theme);
  } else {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem("clausewise-theme");
  }
}
