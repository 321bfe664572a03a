// One stream for all pages of a browser: it runs in a SharedWorker, or in the page itself.
import { open } from "./stream.js";

const KEPT_MS = 60000;

export function board() {
  const pages = new Map(); // how to tell a page → its topics
  let recent = [];
  let state = "connecting";
  let stream = null;
  let followed = "";
  let renewAt = "";

  const all = () => [...new Set([...pages.values()].flat())].sort();

  async function renew(topics) {
    const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
    const answer = await fetch(`${renewAt}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).ticket;
  }

  function tell(event) {
    state = event.state ?? state;
    if (!event.state) recent.push({ at: Date.now(), event });
    recent = recent.filter(({ at }) => at > Date.now() - KEPT_MS);
    for (const send of pages.keys()) send(event);
  }

  return {
    // `age`: how long ago the page was asked for; what came since is told again. `ticket` is the page's own.
    join(send, { topics, ticket, renew: where, age }) {
      renewAt = where;
      pages.set(send, topics);
      const wanted = all();
      if (!stream) {
        stream = open(renew, tell);
        stream.start(wanted, wanted.join() === [...topics].sort().join() ? ticket : "");
      } else {
        send({ state });
        for (const { at, event } of recent) if (at > Date.now() - age) send(event);
        if (wanted.join() !== followed) stream.change(wanted, age);
      }
      followed = wanted.join();
    },
    leave: (send) => pages.delete(send),
  };
}
