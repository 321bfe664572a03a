// A group's page: new messages come in at the bottom, changed ones are fetched again, the bookmark follows.
import { on } from "../realtime/live.js";

const chat = document.querySelector("[data-chat]");
const group = chat.dataset.chat;
const lines = chat.querySelector("[data-lines]");
const template = document.getElementById("bubble");
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
const latest = () => chat.querySelector("[data-latest]");
const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 240;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });
const lineOf = (id) => document.getElementById(`m${id}`);
let read = 0;

function bubble(message) {
  const line = template.content.cloneNode(true).querySelector("li");
  const own = String(message.p) === chat.dataset.me;
  line.id = `m${message.id}`;
  line.classList.toggle("own", own);
  line.querySelector(".avatar").textContent = [...message.n][0] ?? "";
  line.querySelector("strong").textContent = message.n;
  line.querySelector("time").textContent = clock.format(message.at);
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

async function fetched(id) {
  const answer = await fetch(`/groups/messages/${id}/line`);
  if (!answer.ok) return null;
  const holder = document.createElement("ol");
  holder.innerHTML = await answer.text();
  return holder.querySelector(".line");
}

export async function show(message) {
  if (lineOf(message.id) || (chat.dataset.topic && String(message.topic) !== chat.dataset.topic)) return;
  const stay = atEnd() || String(message.p) === chat.dataset.me;
  const line = message.k === "text" && !message.topic ? bubble(message) : await fetched(message.id);
  if (!line || lineOf(message.id)) return;
  lines.querySelector("[data-empty]")?.remove();
  lines.querySelector(`[data-sending="${message.key}"]`)?.remove();
  lines.append(line);
  if (stay) toEnd();
  bookmark(message.id);
}

async function change({ id }) {
  const old = lineOf(id);
  if (!old) return;
  const fresh = await fetched(id);
  if (fresh) old.replaceWith(fresh);
  else old.remove();
}

function bookmark(id) {
  if (document.hidden) return;
  clearTimeout(read);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const body = new URLSearchParams({ to: id, csrfmiddlewaretoken: token });
  read = setTimeout(() => fetch(`/groups/${group}/read`, { method: "POST", body, keepalive: true }).catch(() => null), 1500);
}

on(`group.${group}`, "message", show);
on(`group.${group}`, "changed-message", change);
for (const event of ["reset", "settings"]) on(`group.${group}`, event, () => location.reload());
document.addEventListener("said", (event) => show(event.detail));
if (!location.hash && !location.search) latest()?.scrollIntoView({ block: "end" });
if (location.hash === "#latest") requestAnimationFrame(toEnd);
