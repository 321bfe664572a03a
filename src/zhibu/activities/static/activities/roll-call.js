// The roll-call without a network: ticked names wait on this phone and are sent when it is back.
// Each mark has a key of its own, so a batch that is sent twice is entered once. How long ago a name was ticked is
// measured on this phone alone; the server never compares our clock with its own.
const form = document.querySelector("form[data-roll-call]");
const notice = document.getElementById("queue");
const store = form && `zhibu-roll-call-${form.dataset.rollCall}`;
const read = () => JSON.parse(localStorage.getItem(store) || "[]");
const write = (marks) => {
  if (marks.length) localStorage.setItem(store, JSON.stringify(marks));
  else localStorage.removeItem(store);
};
let sending = false;

function say(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function queueTicked() {
  const data = new FormData(form);
  const marks = data.getAll("people").map((person) => ({
    person: Number(person),
    key: newKey(),
    at: Date.now(),
    method: data.get("method"),
    session: data.get("session") || "",
  }));
  write([...read(), ...marks]);
}

function firstBatch(marks) {
  const [{ method, session }] = marks;
  return marks.filter((mark) => mark.method === method && mark.session === session);
}

async function post(batch) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("method", batch[0].method);
  body.set("session", batch[0].session);
  const now = Date.now();
  body.set("batch", JSON.stringify(batch.map(({ person, key, at }) => ({ person, key, age: (now - at) / 1000 }))));
  return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
}

async function send() {
  const marks = read();
  if (!marks.length || sending) return;
  sending = true;
  try {
    const batch = firstBatch(marks);
    const answer = await post(batch);
    const said = await answer.json();
    if (answer.status >= 500 || answer.status === 401) return say(said.sentence || notice.dataset.waiting);
    const sent = new Set(batch.map((mark) => mark.key));
    write(read().filter((mark) => !sent.has(mark.key)));
    if (!answer.ok) return say(said.sentence || notice.dataset.leftOut);
    if (said.unknown.length) return say(notice.dataset.leftOut);
    if (!read().length) location.reload();
  } catch {
    say(notice.dataset.waiting);
  } finally {
    sending = false;
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    queueTicked();
    send();
  });
  window.addEventListener("online", send);
  setInterval(send, 15000);
  send();
}
