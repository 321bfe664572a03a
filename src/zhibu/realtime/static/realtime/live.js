// The page follows its topics: `on` hears, `post` sends until it is acknowledged, `now` is the server's clock.
// A part with `data-live="group.12" hx-get="…" hx-trigger="live"` fetches itself when its topic has changed.
import { measure } from "./clock.js";
import { follows, own, renewAt, ticket, topics, workerAt } from "./ticket.js";

export { now } from "./clock.js";
export { newKey, post } from "./post.js";
export let state = "connecting";

const heard = [];

// `event` may be "*"; "reset" comes when events were missed for good: fetch the state anew.
export const on = (topic, event, react) => heard.push({ topic, event, react });

function become(word) {
  state = word;
  for (const words of document.querySelectorAll("[data-live-away]")) words.hidden = word !== "away";
  document.dispatchEvent(new CustomEvent("live:state", { detail: word }));
}

function call(topic, event, data) {
  if (!topics.includes(topic) && !own(topic)) return;
  for (const one of heard) {
    if (one.topic === topic && (one.event === event || one.event === "*")) one.react(data, event);
  }
  if (event !== "changed" && event !== "reset") return;
  for (const part of document.querySelectorAll(`[data-live~="${topic}"]`)) window.htmx?.trigger(part, "live");
}

function hear(event) {
  if (event.state) become(event.state);
  else if (event.reset) for (const topic of event.reset) call(topic, "reset", {});
  else call(event.t, event.e, event.d ?? {});
}

async function follow() {
  const words = { topics, ticket: await ticket(), renew: renewAt, age: performance.now() + 2000 };
  if (!window.SharedWorker) {
    const { board } = await import("./board.js");
    board().join(hear, words);
    return;
  }
  const { port } = new SharedWorker(workerAt, { type: "module" });
  port.onmessage = ({ data }) => hear(data);
  port.postMessage(words);
  window.addEventListener("pagehide", () => port.postMessage("leave"));
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

if (follows) {
  follow();
  measure().catch(() => null);
}
