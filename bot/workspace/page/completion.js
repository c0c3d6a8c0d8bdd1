// What may be completed at the caret: a command at the beginning, a person or channel anywhere.

/** `{from, items: [{text, name, hint, about}]}`, or null. Commands do not work in threads. */
export function completions(state, value, caret, inThread) {
  const before = value.slice(0, caret);
  const command = before === value && !inThread && /^\/[a-z-]*$/.exec(before);
  if (command) return offer(0, state.commands.filter((one) => one.name.startsWith(before)).map((one) => ({ text: `${one.name} `, ...one })));
  const named = /(^|\s)([@#][\p{L}-]*)$/u.exec(before);
  if (!named) return null;
  const typed = named[2].toLowerCase();
  return offer(caret - named[2].length, names(state).filter((one) => one.name.toLowerCase().startsWith(typed) || (typed[0] === "@" && one.name.toLowerCase().includes(` ${typed.slice(1)}`))));
}

const offer = (from, items) => (items.length ? { from, items } : null);

function names(state) {
  const people = [...state.people.map((one) => ({ name: `@${one.real_name}`, about: one.job })), { name: `@${state.app.name}`, about: "App" }];
  const channels = state.channels.map((one) => ({ name: `#${one.name}`, about: one.about }));
  return [...people, ...channels].map((one) => ({ ...one, text: `${one.name} `, hint: "" }));
}
