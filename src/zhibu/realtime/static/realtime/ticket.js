// What this page follows, the ticket that allows it, and how to get another.
const marks = [...document.querySelectorAll("[data-live-topics]")];
export const topics = [...new Set(marks.flatMap((mark) => mark.dataset.liveTopics.split(" ").filter(Boolean)))];
export const follows = marks.length > 0;
export const renewAt = marks[0]?.dataset.liveRenew;
export const workerAt = marks[0]?.dataset.liveWorker;
let text = marks.length === 1 ? marks[0].dataset.liveTicket : "";

// Whether a topic is that of the person himself, which every ticket has.
export const own = (topic) => topic.startsWith("person.");

export const ticket = async () => text || renew();

// Fails with the status when the person is no longer signed in, or the network is away.
export async function renew() {
  const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
  const answer = await fetch(`${renewAt}?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  text = (await answer.json()).ticket;
  return text;
}
