// An answer on its way: kept over a reload until it is acknowledged, always sent under the same key.
import { post } from "../realtime/live.js";
import { put, say } from "./words.js";

const name = (round, n) => `zhibu-quiz-${round}-${n}`;

export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function keep(round, n, waiting) {
  try {
    sessionStorage.setItem(name(round, n), JSON.stringify(waiting));
  } catch {
    // a full or forbidden storage: the answer is on its way all the same
  }
}

export function kept(round, n) {
  const found = sessionStorage.getItem(name(round, n));
  return found ? JSON.parse(found) : null;
}

// Tells on the page that it is on its way, then that it is stored, or why it does not count.
export function send(page, topic, round, body, key) {
  keep(round, body.q, { body, key });
  put(page, "[data-said]", say("sending"));
  return post(topic, body, key)
    .then((told) => (told.code ? Promise.reject(told) : put(page, "[data-said]", say("received"))))
    .catch((refusal) => put(page, "[data-said]", refusal.sentence ?? ""))
    .finally(() => sessionStorage.removeItem(name(round, body.q)));
}
