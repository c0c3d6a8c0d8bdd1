// What is new, told to screen readers: one polite line for each message, not the whole card.

import { asWords } from "./mrkdwn.js";

/** Tell of what came since `before` in the place or thread that is shown. */
export function announce(page, before, channel) {
  const { state } = page;
  if (!before || before.me !== state.me) return;
  const news = [...arrived(before.messages, state.messages, channel, page.thread), ...fresh(before.ephemerals, state.ephemerals)]
    .filter((one) => one.user !== state.me);
  if (news.length) tell(news.map((one) => line(state, one)).join(" "));
}

function arrived(before, after, channel, thread) {
  return [channel, thread?.channel].filter((place, at, all) => place && all.indexOf(place) === at).flatMap((place) =>
    fresh(before[place] ?? [], after[place] ?? []).filter((one) =>
      (place === channel && (!one.thread_ts || one.thread_ts === one.ts)) || (place === thread?.channel && one.thread_ts === thread.ts)));
}

function fresh(before, after) {
  const known = new Set(before.map((one) => one.ts));
  return after.filter((one) => !known.has(one.ts));
}

function line(state, message) {
  const who = message.bot_id ? state.app.name : state.names.people[message.user] ?? "Slackbot";
  const file = message.files?.length ? ` ${message.files[0].title}, a file.` : "";
  return `${who}${message.is_ephemeral ? ", only to you" : ""}: ${asWords(message.text ?? "").slice(0, 300)}${file}`;
}

export function tell(words) {
  document.getElementById("told").textContent = words;
}
