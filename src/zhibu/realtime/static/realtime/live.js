// The page follows its topics: `on` hears, `post` sends until it is acknowledged, `now` is the server's clock.
// A part with `data-live="group.12" hx-get="…" hx-trigger="live"` fetches itself when its topic has changed.
import { measure } from "./clock.js";
import { follows, renew, ticket } from "./ticket.js";

export { now } from "./clock.js";
export { post } from "./post.js";
export let state = "connecting";

const heard = [];
const seen = {};
let cursor = "";
let wait = 500;
let source = null;

// `event` may be "*"; "reset" comes when events were missed for good: fetch the state anew.
export const on = (topic, event, react) => heard.push({ topic, event, react });

function become(word) {
  state = word;
  for (const words of document.querySelectorAll("[data-live-away]")) words.hidden = word !== "away";
  document.dispatchEvent(new CustomEvent("live:state", { detail: word }));
}

function call(topic, event, data) {
  for (const one of heard) {
    if (one.topic === topic && (one.event === event || one.event === "*")) one.react(data, event);
  }
  if (event !== "changed" && event !== "reset") return;
  for (const part of document.querySelectorAll(`[data-live~="${topic}"]`)) window.htmx?.trigger(part, "live");
}

function tell({ t, e, n, d }) {
  if (n <= (seen[t] ?? 0)) return; // a replay gave it before
  seen[t] = n;
  call(t, e, d ?? {});
}

function reset(names) {
  for (const name of names) {
    delete seen[name];
    call(name, "reset", {});
  }
}

async function follow() {
  source = new EventSource(`/rt/stream?ticket=${await ticket()}${cursor && `&after=${cursor}`}`);
  source.onmessage = (event) => {
    cursor = event.lastEventId || cursor;
    tell(JSON.parse(event.data));
  };
  source.addEventListener("hello", () => {
    wait = 500;
    become("here");
  });
  source.addEventListener("reset", (event) => {
    cursor = event.lastEventId;
    reset(JSON.parse(event.data).t);
  });
  source.onerror = again;
}

// Full jitter, so that a restart of the server is no stampede.
function again() {
  source?.close();
  become("away");
  setTimeout(() => renew().then(follow).catch(again), Math.random() * wait);
  wait = Math.min(wait * 2, 15000);
}

if (follows) {
  follow().catch(again);
  measure().catch(() => null);
}
