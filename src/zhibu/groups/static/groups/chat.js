// A group's page: new messages come in at the bottom, changed ones are fetched again, the bookmark follows.
import { on } from "../realtime/live.js";
import { bubble, fetched, ticked } from "./bubble.js";

const chat = document.querySelector("[data-chat]");
const group = chat.dataset.chat;
const lines = chat.querySelector("[data-lines]");
const calendar = new Intl.DateTimeFormat("sv", { timeZone: "Asia/Shanghai" });
const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 240;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });
const lineOf = (id) => document.getElementById(`m${id}`);
const resting = new Map(); // messages fetched a moment ago → whether they have changed since
let read = 0;

const lastLine = () => [...lines.querySelectorAll(".line")].at(-1);
const dayOf = (line) => calendar.format(new Date(line.querySelector("time").dateTime));

// A day that begins while the page is open gets its line too.
function append({ line, day }) {
  const last = lastLine();
  lines.querySelector("[data-empty]")?.remove();
  if (day && !(last && dayOf(last) === dayOf(line))) lines.append(day);
  lines.append(line);
}

export async function show(message) {
  if (lineOf(message.id) || (chat.dataset.topic && String(message.topic) !== chat.dataset.topic)) return;
  const stay = atEnd() || String(message.p) === chat.dataset.me;
  const sameDay = lastLine() && dayOf(lastLine()) === calendar.format(message.at);
  const simple = message.k === "text" && !message.topic && sameDay;
  const said = simple ? { line: bubble(message, chat.dataset.me) } : await fetched(message.id);
  if (!said.line || lineOf(message.id)) return;
  append(said);
  if (stay) toEnd();
  bookmark(message.id);
}

// Many answers to one poll at once are fetched every few seconds, not each by each.
function changed({ id }) {
  if (resting.has(id)) return resting.set(id, true);
  resting.set(id, false);
  change(id);
  setTimeout(() => {
    const again = resting.get(id);
    resting.delete(id);
    if (again) changed({ id });
  }, 2000 + Math.random() * 2000);
}

// Who was away is told of a message by its latest change alone: then it may be new here.
async function change(id) {
  const old = lineOf(id);
  const isNew = !old && !chat.dataset.topic && id > Number(lastLine()?.id.slice(1) ?? 0);
  if (!old && !isNew) return;
  const fresh = await fetched(id);
  if (old && fresh.line) old.replaceWith(ticked(old, fresh.line));
  else if (old) old.remove();
  else if (fresh.line && !lineOf(id)) append(fresh);
}

function bookmark(id) {
  if (document.hidden) return;
  clearTimeout(read);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new URLSearchParams({ to: id, csrfmiddlewaretoken: token });
  read = setTimeout(() => fetch(`/groups/${group}/read`, { method: "POST", body, keepalive: true }).catch(() => null), 1500);
}

on(`group.${group}`, "message", show);
on(`group.${group}`, "changed-message", changed);
for (const event of ["reset", "settings"]) on(`group.${group}`, event, () => location.reload());
document.addEventListener("said", (event) => show(event.detail));
if (location.hash === "#latest" || !(location.hash || location.search)) requestAnimationFrame(toEnd);
