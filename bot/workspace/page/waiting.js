// Commands that the app has not answered yet: the place shows that it is at work, until something of the app's comes.

import { go } from "./main.js";

const LONGEST = 15000; // milliseconds; an app may also answer elsewhere, or not at all
const under = new Map(); // channel → {me, since}: the newest ts of the app's when the command was sent

const newest = (state, channel) => [...(state.messages[channel] ?? []), ...state.ephemerals.filter((one) => one.channel === channel)]
  .filter((one) => one.user !== state.me).reduce((last, one) => (one.ts > last ? one.ts : last), "");

export function wait(state, channel) {
  const entry = { me: state.me, since: newest(state, channel) };
  under.set(channel, entry);
  setTimeout(() => { if (under.get(channel) === entry) { under.delete(channel); go({}); } }, LONGEST);
  go({});
}

/** Forget the commands that have been answered: by a message, or by a dialog. */
export function settle(state) {
  for (const [channel, { me, since }] of under) {
    if (me !== state.me || state.view || newest(state, channel) > since) under.delete(channel);
  }
}

export const isWaiting = (channel) => under.has(channel);
