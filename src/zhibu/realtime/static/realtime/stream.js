// One stream of events with its cursor: comes back by itself, changes its topics without a new connection,
// and asks by long poll where streams do not get through.
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const QUIET_MS = 45000; // the server says something each 20 seconds
const RENEW_MS = 8 * 60000; // a ticket holds for ten minutes

// `tell` hears {t, e, n, d}, {reset: [topics]} and {state}; `renew(topics)` gives a ticket.
export function open(renew, tell) {
  const seen = {};
  let topics = [];
  let cursor = "";
  let number = 0;
  let source = null;
  let wait = 500;
  let failures = 0;
  let renewing = 0;

  const take = (event) => {
    if (event.reset) event.reset.forEach((topic) => delete seen[topic]);
    else if (event.n <= (seen[event.t] ?? 0)) return; // a replay gave it before
    else seen[event.t] = event.n;
    tell(event);
  };

  const here = () => {
    wait = 500;
    failures = 0;
    tell({ state: "here" });
  };

  function listen(ticket) {
    source = new EventSource(`/rt/stream?ticket=${ticket}${cursor && `&after=${cursor}`}`);
    source.onmessage = (event) => {
      cursor = event.lastEventId || cursor;
      take(JSON.parse(event.data));
    };
    source.addEventListener("hello", (event) => {
      cursor = event.lastEventId || cursor;
      number = JSON.parse(event.data).stream;
      here();
    });
    source.addEventListener("reset", (event) => {
      cursor = event.lastEventId;
      take({ reset: JSON.parse(event.data).t });
    });
    source.onerror = again;
    clearTimeout(renewing);
    renewing = setTimeout(() => change(topics), RENEW_MS);
  }

  async function poll(ticket) {
    for (;;) {
      const answer = await fetch(`/rt/poll?ticket=${ticket}&after=${cursor}&wait=25`);
      if (!answer.ok) throw new Error(answer.status);
      const { after, events } = await answer.json();
      cursor = after;
      here();
      failures = 3; // streams do not get through here: stay with polling
      events.forEach(take);
    }
  }

  // Full jitter, so that a restart of the server is no stampede.
  async function again() {
    source?.close();
    source = null;
    number = 0;
    failures += 1;
    tell({ state: "away" });
    await sleep(Math.random() * wait);
    wait = Math.min(wait * 2, 15000);
    await connect();
  }

  const connect = (ticket) =>
    Promise.resolve(ticket || renew(topics))
      .then((text) => (failures > 2 ? poll(text) : listen(text)))
      .catch(again);

  async function change(wanted, since) {
    topics = wanted;
    if (!number) return;
    const ticket = await renew(topics).catch(() => "");
    const body = JSON.stringify({ ticket, stream: number, since });
    const answer = await fetch("/rt/topics", { method: "POST", body, signal: AbortSignal.timeout(QUIET_MS) }).catch(() => null);
    clearTimeout(renewing);
    renewing = setTimeout(() => change(topics), RENEW_MS);
    if (!answer?.ok) await again();
  }

  return { start: (wanted, ticket) => ((topics = wanted), connect(ticket)), change };
}
