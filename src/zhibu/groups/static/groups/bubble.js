// What one message looks like: drawn here where it is plain, else the server's own picture of it.
const template = document.getElementById("bubble");
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

export function bubble(message, me) {
  const line = template.content.cloneNode(true).querySelector("li");
  const own = String(message.p) === me;
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
export async function fetched(id) {
  const answer = await fetch(`/groups/messages/${id}/line`);
  if (!answer.ok) return {};
  const holder = document.createElement("ol");
  holder.innerHTML = await answer.text();
  return { line: holder.querySelector(".line"), day: holder.querySelector(".day") };
}

// What somebody has ticked and not yet sent stays ticked when others' answers come in.
export function ticked(old, fresh) {
  for (const was of old.querySelectorAll(".poll input")) {
    const is = fresh.querySelector(`.poll input[value="${was.value}"]`);
    if (is && was.checked !== was.defaultChecked) is.checked = was.checked;
  }
  return fresh;
}
