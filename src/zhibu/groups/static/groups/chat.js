// A group's page: new messages come in at the bottom, changed ones are fetched again, the bookmark follows.
import { on } from "../realtime/live.js";

const chat = document.querySelector("[data-chat]");
const group = chat.dataset.chat;
const lines = chat.querySelector("[data-lines]");
const template = document.getElementById("bubble");
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
const calendar = new Intl.DateTimeFormat("sv", { timeZone: "Asia/Shanghai" });
const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 240;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });
const lineOf = (id) => document.getElementById(`m${id}`);
const resting = new Map(); // messages fetched a moment ago → whether they have changed since
let read = 0;

function bubble(message) {
  const line = template.content.cloneNode(true).querySelector("li");
  const own = String(message.p) === chat.dataset.me;
  line.id = `m${message.id}`;
  line.classList.toggle("own", own);
  line.querySelector(".avatar").textContent = [...message.n][0] ?? "";
  line.querySelector("strong").textContent = message.n;
  line.querySelector("time").textContent = clock.format(message.at);
  line.querySelector("time").dateTime = new Date(message.at).toISOString();
  line.querySelector(".text").textContent = message.t;
  line.querySelector("[data-act=quote]").href = `?quote=${message.id}#write`;
  line.querySelector("[data-act=quote]").dataset.quote = message.id;
  line.querySelector("[data-act=more]").href = `/groups/messages/${message.id}`;
  if (message.q) {
    const quoted = line.querySelector(".quoted");
    quoted.hidden = false;
    quoted.firstChild.href = `#m${message.q.id}`;
    quoted.firstChild.textContent = `${message.q.n}：${message.q.t}`;
  }
  return line;
}

// The server's own picture of a message: its line, and the day to stand above it.
async function fetched(id) {
  const answer = await fetch(`/groups/messages/${id}/line`);
  if (!answer.ok) return {};
  const holder = document.createElement("ol");
  holder.innerHTML = await answer.text();
  return { line: holder.querySelector(".line"), day: holder.querySelector(".day") };
}

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
  const said = simple ? { line: bubble(message) } : await fetched(message.id);
  if (!said.line || lineOf(message.id)) return;
  append(said);
  if (stay) toEnd();
  bookmark(message.id);
}

// What somebody has ticked and not yet sent stays ticked when others' answers come in.
function ticked(old, fresh) {
  for (const was of old.querySelectorAll(".poll input")) {
    const is = fresh.querySelector(`.poll input[value="${was.value}"]`);
    if (is && was.checked !== was.defaultChecked) is.checked = was.checked;
  }
  return fresh;
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
