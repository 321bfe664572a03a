// Sends what a person did until the server has stored it; the same key makes sending it twice harmless.
import { now, rtt } from "./clock.js";
import { renew, ticket } from "./ticket.js";

let unsent = 0;

// The pause before the next try; shorter when the network comes back in the meantime.
const pauseOf = (ms) =>
  new Promise((done) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      done();
    };
    const timer = setTimeout(go, ms);
    window.addEventListener("online", go);
  });

// `crypto.randomUUID` exists on https and localhost only.
export function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function show(is) {
  for (const words of document.querySelectorAll("[data-live-unsent]")) words.hidden = !is;
}

// The acknowledgement, or throws the refusal {code, sentence}.
export async function post(room, body, key = newKey()) {
  unsent += 1;
  try {
    for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
      const answer = await attempt({ room, key, body, sent: now(), rtt });
      if (answer?.ok) return await answer.json();
      if (answer?.status === 401) await renew().catch(() => null);
      else if (answer && answer.status < 500 && answer.status !== 429) throw await answer.json();
      show(true);
      await pauseOf(pause * (0.5 + Math.random()));
    }
  } finally {
    unsent -= 1;
    if (!unsent) show(false);
  }
}

async function attempt(words) {
  try {
    const body = JSON.stringify({ ticket: await ticket(), ...words });
    return await fetch("/rt/post", { method: "POST", body, signal: AbortSignal.timeout(10000) });
  } catch {
    return null;
  }
}
