// Runs before the first paint, so that a chosen theme does not flash. "light", "dark", or nothing: as the computer has it.
"use strict";
{
  const chosen = localStorage.getItem("clausewise-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
