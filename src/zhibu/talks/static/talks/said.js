// What was said, one under the other; and the line for saying something.
const safe = { picture: /^data:image\/jpeg;base64,[A-Za-z0-9+/=]+$/, voice: /^data:audio\/[\w.+-]+(;codecs=[\w.]+)?;base64,[A-Za-z0-9+/=]+$/ };

function body(value, words) {
  if (value.unreadable) return words.unreadable;
  if (safe.picture.test(value.picture ?? "")) {
    const picture = new Image();
    picture.src = value.picture;
    picture.alt = words.picture;
    return picture;
  }
  if (safe.voice.test(value.voice ?? "")) {
    const voice = new Audio();
    voice.controls = true;
    voice.src = blobOf(value.voice);
    return voice;
  }
  return String(value.text ?? "");
}

// The content policy lets media come from blobs, not from data: addresses.
function blobOf(address) {
  const [head, base64] = address.split(",");
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: head.slice(5).replace(";base64", "") }));
}

export function show(room, value, words) {
  const line = document.createElement("li");
  line.className = value.own ? "own" : "";
  const time = document.createElement("time");
  time.textContent = value.at;
  line.append(body(value, words), time);
  const list = room.querySelector("[data-said]");
  list.append(line);
  list.scrollTop = list.scrollHeight;
}

export function trouble(room, sentence) {
  const line = room.querySelector("[data-room-trouble]");
  line.textContent = sentence;
  line.hidden = !sentence;
}

export function say(room, send) {
  const form = room.querySelector("[data-compose]");
  const field = form.querySelector("textarea");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    trouble(room, "");
    await send(text).catch(() => (field.value ||= text));
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// Whether both have keys: then there is a phrase to compare and the room is open.
export function together(room, phrase, changed, words) {
  room.querySelector("[data-room-state]").textContent = phrase ? words.ready : words.alone;
  room.querySelector("[data-room-waiting]").hidden = Boolean(phrase);
  room.querySelector("[data-room-changed]").hidden = !changed;
  room.querySelector("[data-phrase]").textContent = phrase ?? "";
  room.querySelector("[data-phrase-line]").hidden = !phrase;
  for (const part of room.querySelectorAll("textarea, .compose button, .tools :is(button, input)")) part.disabled = !phrase;
}
