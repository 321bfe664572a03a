// The list of groups: the last line and the number of unread messages follow while the page is open.
import { on } from "../realtime/live.js";

const open = document.querySelector("[data-chat]")?.dataset.chat;
const me = document.querySelector("[data-chat]")?.dataset.me;

for (const row of document.querySelectorAll("[data-group]")) {
  const group = row.dataset.group;
  const last = row.querySelector("[data-last]");
  on(`group.${group}`, "changed-message", ({ id }) => {
    if (String(id) === last.dataset.last) last.textContent = ""; // it may have been taken back
  });
  on(`group.${group}`, "message", (message) => {
    last.dataset.last = message.id;
    last.textContent = `${message.n}：${message.t.slice(0, 40)}`;
    if (group === open || String(message.p) === me) return;
    const badge = row.querySelector("[data-unread]");
    const number = badge.querySelector("[data-number]");
    number.textContent = Number(number.textContent) + 1;
    badge.hidden = false;
  });
}
