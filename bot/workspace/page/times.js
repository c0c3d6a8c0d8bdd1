// Time stamps as people read them.

const DAY = 86400000;

export const moment = (ts) => new Date(Number(ts) * 1000);
export const clock = (ts) => moment(ts).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
export const full = (ts) => moment(ts).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium" });

export function dayName(ts) {
  const day = moment(ts).toDateString();
  if (day === new Date().toDateString()) return "Today";
  if (day === new Date(Date.now() - DAY).toDateString()) return "Yesterday";
  const thisYear = moment(ts).getFullYear() === new Date().getFullYear();
  return moment(ts).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: thisYear ? undefined : "numeric" });
}

/** The time alone today, with its day before that: for threads, which have no date dividers. */
export function dayAndClock(ts) {
  const name = dayName(ts);
  if (name === "Today") return clock(ts);
  if (name === "Yesterday") return `Yesterday at ${clock(ts)}`;
  return `${moment(ts).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" })} at ${clock(ts)}`;
}

/** What `<!date^…^{date_short}|…>` stands for. Source: Slack's page "Formatting message text". */
export function slackDate(seconds, format) {
  const as = (options) => moment(seconds).toLocaleString("en-GB", options);
  const date = as({ day: "numeric", month: "long", year: "numeric" });
  const short = as({ day: "numeric", month: "short", year: "numeric" });
  const pretty = (name) => (["Today", "Yesterday"].includes(dayName(seconds)) ? dayName(seconds).toLowerCase() : name);
  const forms = {
    date, date_pretty: pretty(date), date_short: short, date_short_pretty: pretty(short),
    date_long: as({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    date_long_pretty: pretty(as({ weekday: "long", day: "numeric", month: "long", year: "numeric" })),
    date_num: moment(seconds).toISOString().slice(0, 10), time: clock(seconds), time_secs: as({ timeStyle: "medium" }),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => forms[name] ?? whole);
}
