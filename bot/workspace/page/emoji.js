// The emoji that apps use most; any other name is shown as it is written.

import { drawing, el } from "./dom.js";

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", bell: "🔔",
  information_source: "ℹ️", question: "❓", grey_question: "❔", exclamation: "❗", no_entry: "⛔", no_entry_sign: "🚫",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", clock3: "🕒",
  memo: "📝", pencil: "📝", pencil2: "✏️", page_facing_up: "📄", bookmark: "🔖", bookmark_tabs: "📑", books: "📚",
  book: "📖", scales: "⚖️", classical_building: "🏛️", house: "🏠", wrench: "🔧", hammer_and_wrench: "🛠️", mag: "🔍",
  eyes: "👀", wave: "👋", tada: "🎉", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", pray: "🙏",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", speech_balloon: "💬", inbox_tray: "📥", outbox_tray: "📤",
  bar_chart: "📊", chart_with_upwards_trend: "📈", arrow_right: "➡️", arrow_up: "⬆️", arrow_down: "⬇️", lock: "🔒",
  large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡", large_orange_circle: "🟠",
  red_circle: "🔴", white_circle: "⚪", black_circle: "⚫", fire: "🔥", link: "🔗", pushpin: "📌", bulb: "💡",
  shield: "🛡️", arrows_counterclockwise: "🔄", repeat: "🔁", envelope: "✉️", telephone_receiver: "📞", robot_face: "🤖",
};

// Those on which something hangs are drawn, so that they are seen where no emoji font is installed.
const DRAWN = {
  rotating_light: [["M5 14.500V11a5 5 0 0 1 10 0v3.500z", "#d92d3a"], ["M3.500 15h13v2.500h-13z", "#7b8790"],
    ["M9.400 1.500h1.200v3H9.400zM3 5.400l.9-.9 2 1.900-.9.9zM17 5.400l-.9-.9-2 1.900.9.9z", "#f0a020"]],
  warning: [["M10 2l8.500 15.500h-17z", "#f2b01e"], ["M9.100 7h1.800l-.3 5.200H9.400zM9.200 13.400h1.600V15H9.200z", "#3a2c00"]],
  white_check_mark: [["M4 2.500h12A1.500 1.500 0 0 1 17.500 4v12a1.500 1.500 0 0 1-1.500 1.500H4A1.500 1.500 0 0 1 2.500 16V4A1.500 1.500 0 0 1 4 2.500z", "#2f9e5b"],
    ["M8.600 14.200L4.900 10.500l1.400-1.400 2.300 2.300 5.100-5.100 1.400 1.400z", "#fff"]],
  x: [["M4.600 3L10 8.400 15.400 3 17 4.600 11.600 10l5.400 5.400-1.600 1.600L10 11.600 4.600 17 3 15.400 8.400 10 3 4.600z", "#d92d3a"]],
};

/** The node for an emoji's name, or its name between colons if it is not known. */
export function emoji(name) {
  if (!EMOJI[name]) return `:${name}:`;
  const shown = DRAWN[name] ? drawing("0 0 20 20", DRAWN[name], "emoji") : EMOJI[name];
  return el("span", { role: "img", "aria-label": name.replaceAll("_", " ") }, shown);
}
