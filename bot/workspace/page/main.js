// The page: what this person sees, kept in step with the workspace.

import { announce } from "./announce.js";
import { toast } from "./dom.js";
import { listenToKeys } from "./keyboard.js";
import { knowNames } from "./mrkdwn.js";
import { showModal } from "./modal.js";
import { act, readState, watch } from "./server.js";
import { showMain } from "./places.js";
import { showSidebar } from "./sidebar.js";
import { showThread } from "./thread.js";
import { showTop } from "./top.js";
import { look } from "./unread.js";
import { settle } from "./waiting.js";

// One tab acts as one person; two tabs may act as two.
const page = {
  user: sessionStorage.getItem("clausewise-user") ?? "U0AMARA",
  place: { channel: "C0CONTACT" }, // or {tab: "home"}, {tab: "messages"}, {tab: "about"}
  thread: null, // {channel, ts}
  editing: null, // "channel ts inThread"
  target: null, // a message that a link points to
  state: null,
};

export function go(changes) {
  Object.assign(page, changes);
  show();
}

const channelShown = () => page.place.channel ?? (page.place.tab === "messages" ? page.state.dm : null);

/** What controls need: where they stand, what they hold, and how to tell the app. */
function surface(container, values = {}) {
  const { state } = page;
  return {
    values,
    people: state.people,
    names: state.names,
    level: container.view_id && container.view_id === state.home?.id ? "h2" : "h3", // of a header block
    async act(block, element, value) {
      try {
        const outcome = await act("click", {
          user: state.me, container, action_id: element.action_id, block_id: block.block_id, value, values: this.values,
        });
        if (outcome.notice && container.view_id) (this.trouble ?? toast)(outcome.notice);
      } catch (error) {
        toast(error.message);
      }
    },
  };
}

function show() {
  const { state } = page;
  if (!state) return;
  look(page, channelShown());
  settle(state);
  showTop(page, actAs);
  showSidebar(page);
  showMain(page, surface);
  showThread(page, surface);
  showModal(state, surface);
}

function actAs(user) {
  sessionStorage.setItem("clausewise-user", user);
  const direct = page.place.tab;
  Object.assign(page, { user, thread: null, editing: null });
  refresh().then(() => { if (direct) openApp(direct); });
}

/** Open one of the app's tabs, and tell the app so, as Slack does each time; of About it tells nothing. */
export function openApp(tab) {
  go({ place: { tab }, thread: null, editing: null });
  const told = { home: "open-home", messages: "open-dm" }[tab];
  if (told) act(told, { user: page.user }).catch((error) => toast(error.message));
}

let reading = null;
let again = false;

/** Read the state; calls that come while it is being read are answered by one more reading. */
function refresh() {
  if (reading) { again = true; return reading; }
  reading = (async () => {
    do {
      again = false;
      const asked = page.user;
      const state = await readState(asked);
      if (asked !== page.user) { again = true; continue; }
      prepare(state);
    } while (again);
  })().catch((error) => toast(error.message)).finally(() => { reading = null; });
  return reading;
}

function prepare(state) {
  const before = page.state;
  state.names = {
    people: Object.fromEntries([...state.people.map((one) => [one.id, one.real_name]), [state.app.id, state.app.name]]),
    channels: Object.fromEntries(state.channels.map((one) => [one.id, one.name])),
  };
  knowNames(state.names.people, state.names.channels);
  page.state = state;
  if (before?.me !== state.me && !state.channels.some((one) => one.id === page.place.channel) && !page.place.tab) page.place = { channel: state.channels[0].id };
  show();
  announce(page, before, channelShown());
}

/** A link to a message: /archives/C…/p1234567890123456[?thread_ts=…] */
function readAddress() {
  const found = location.pathname.match(/^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/);
  if (!found) return;
  const [, channel, seconds, micros] = found;
  const root = new URLSearchParams(location.search).get("thread_ts");
  page.target = `${seconds}.${micros}`;
  page.place = channel.startsWith("D") ? { tab: "messages" } : { channel };
  page.thread = root ? { channel, ts: root } : null;
  history.replaceState(null, "", "/");
}

readAddress();
listenToKeys(page, channelShown);
document.addEventListener("visibilitychange", show);
let lost = null;
watch(refresh, (connected) => {
  clearTimeout(lost);
  if (connected) document.body.removeAttribute("data-lost");
  else lost = setTimeout(() => document.body.setAttribute("data-lost", ""), 1500);
});
refresh();
