// Talking to the workspace's server.

const NOT_RUNNING = "Clausewise is not running on this machine any more. Start it again, and try once more.";

/** Fetch, and say in words that nobody answers: the browser's own words are for programmers. */
async function ask(...what) {
  try {
    return await fetch(...what);
  } catch {
    throw new Error(NOT_RUNNING);
  }
}

export async function readState(user) {
  const answer = await ask(`/workspace/state?user=${encodeURIComponent(user)}`);
  if (!answer.ok) throw new Error(`The workspace answered ${answer.status}.`);
  return answer.json();
}

/** Do something as a person: `act("say", {user, channel, text})`. Gives the answer, or throws with its reason. */
export async function act(action, asked) {
  const answer = await ask(`/workspace/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-clausewise-page": "1" },
    body: JSON.stringify(asked),
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error ?? `The workspace answered ${answer.status}.`);
  return told;
}

/** Call `changed` whenever the state changed, and `connected` when the line is lost or found. */
export function watch(changed, connected) {
  const stream = new EventSource("/workspace/stream");
  stream.addEventListener("changed", () => { connected(true); changed(); });
  stream.addEventListener("error", () => connected(false));
  window.addEventListener("pagehide", () => stream.close());
}
