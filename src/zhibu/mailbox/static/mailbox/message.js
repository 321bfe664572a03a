// A message of either side: cleaned, sealed, sent once; and the conversation as it is shown.
import { ask } from "./ask.js";
import { cleaned, kindOf } from "./clean.js";
import { newKey, openFile, openWords, sealFile, sealWords } from "./sodium.js";

const TYPES = { jpg: "image/jpeg", png: "image/png", webp: "image/webp", gif: "image/gif" };

// {key, words, files} sealed to a public key; the form keeps the key until `sent`. `extra` stands beside the text.
export async function sealed(form, to, extra, words) {
  const text = form.elements.text.value.trim(), input = form.elements.file;
  if (!text) throw { sentence: words.empty };
  const files = input ? await cleaned(input, words) : [];
  const about = files.map(({ kind, bytes }) => ({ kind, size: bytes.length }));
  form.dataset.key ??= newKey();
  return { key: form.dataset.key, words: sealWords({ text, files: about, ...extra }, to), files: files.map(({ bytes }) => sealFile(bytes, to)) };
}

export function sent(form) {
  delete form.dataset.key;
  form.reset();
}

function line(tag, text, kind = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

const size = (bytes) => (bytes < 2 ** 20 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`);

function attachment(id, number, about, pair, way, words) {
  const button = line("button", `${words.file} ${number} · ${about?.kind ?? ""} · ${size(about?.size ?? 0)}`, "button");
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      const bytes = openFile(await ask(way.file(id), way.body, { known: way.known, binary: true }), pair);
      button.replaceWith(shown(bytes, number, words));
    } catch {
      button.textContent = words.unreadable;
    }
  });
  return button;
}

// By what the contents are, never by what a message says: a picture is shown, anything else is kept as a file.
function shown(bytes, number, words) {
  const kind = kindOf(bytes);
  const address = URL.createObjectURL(new Blob([bytes], { type: TYPES[kind] ?? "application/octet-stream" }));
  const name = `${words.file}${number}.${kind || "bin"}`;
  if (TYPES[kind]) return Object.assign(document.createElement("img"), { src: address, alt: name });
  return Object.assign(line("a", `${words.keep} ${name}`, "button"), { href: address, download: name });
}

function row(message, pairs, way, words) {
  const made = document.createElement("li");
  made.className = message.side;
  made.append(line("span", [words[message.side], message.by].filter(Boolean).join(" · "), "who"));
  const pair = pairs[message.side === "note" ? "note" : "letter"];
  try {
    const opened = openWords(message.sealed, pair);
    if (opened.concerned?.length) made.append(line("p", `${words.concerned}${opened.concerned.map((one) => one.label).join("、")}`, "second small"));
    if (opened.name || opened.contact) made.append(line("p", `${words.named}${[opened.name, opened.contact].filter(Boolean).join(" · ")}`, "second small"));
    made.append(line("p", opened.text, "words"));
    message.files.forEach((id, at) => made.append(attachment(id, at + 1, opened.files?.[at], pair, way, words)));
  } catch {
    made.append(line("p", words.unreadable, "second"));
  }
  made.append(line("time", message.on));
  return made;
}

// Draw a conversation. `way` says how a file is fetched, `pairs` what opens it.
export function draw(list, messages, pairs, way, words) {
  list.replaceChildren(...messages.map((message) => row(message, pairs, way, words)));
}

export function drawSteps(list, steps) {
  list.replaceChildren(...steps.map((step) => {
    const made = document.createElement("li");
    made.append(line("span", step.label), line("time", step.on));
    return made;
  }));
}
