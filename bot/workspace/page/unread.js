// What this person has read, by place; kept by the browser, so that it outlives a reload.

const KEY = "clausewise-read";
const read = JSON.parse(localStorage.getItem(KEY) ?? "{}"); // {"person channel": ts}
let entered = null; // {key, first, kept}: the place that is shown, and where its line "New" stands

const keyOf = (page, channel) => `${page.state.me} ${channel}`;
const counts = (page, channel, message) => message.user !== page.state.me && (channel === page.state.dm || !message.thread_ts || message.thread_ts === message.ts);

/** The messages that this person has not seen; as in Slack, a reply in a channel's thread does not count. */
function unreadIn(page, channel) {
  const last = read[keyOf(page, channel)] ?? "";
  return (page.state.messages[channel] ?? []).filter((one) => one.ts > last && counts(page, channel, one));
}

/** `{fresh, badge}`: whether the row is bold, and the number beside it: all direct messages, or mentions. */
export function unread(page, channel) {
  const found = unreadIn(page, channel);
  const calls = channel === page.state.dm ? found : found.filter((one) => one.text?.includes(`<@${page.state.me}>`));
  return { fresh: found.length > 0, badge: calls.length };
}

/** Note that the place is being looked at. Its line "New" stays where it was on entering, until it is left. */
export function look(page, channel) {
  if (!channel) { entered = null; return; }
  const key = keyOf(page, channel);
  const visible = document.visibilityState === "visible";
  if (entered?.key !== key || !visible) {
    const kept = entered?.key === key && entered.kept;
    entered = { key, kept, first: unreadIn(page, channel).find((one) => !one.thread_ts || one.thread_ts === one.ts)?.ts ?? null };
  }
  if (visible && !entered.kept) remember(key, page.state.messages[channel]?.at(-1)?.ts ?? "");
}

/** Leave this message and all after it unread until the place is entered again. */
export function markUnread(page, channel, message) {
  const before = (page.state.messages[channel] ?? []).filter((one) => one.ts < message.ts).at(-1)?.ts ?? "";
  entered = { key: keyOf(page, channel), first: message.ts, kept: true };
  remember(entered.key, before);
}

/** The `ts` above which the line "New" stands, or null. */
export const firstUnread = () => entered?.first ?? null;

/** Take the line "New" away, as writing something or Escape does. */
export function clearUnread(page, channel) {
  if (entered?.key === keyOf(page, channel)) entered = null;
}

function remember(key, ts) {
  if (read[key] === ts) return;
  read[key] = ts;
  localStorage.setItem(KEY, JSON.stringify(read));
}
