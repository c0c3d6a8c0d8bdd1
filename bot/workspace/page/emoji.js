// The emoji that apps use most; any other name is shown as it is written.

export const EMOJI = {
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
