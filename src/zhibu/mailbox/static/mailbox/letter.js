// A holder's page of a letter: the passphrase opens his key for as long as this page is open, and no longer.
import { ask, attend, busy, secret, sentence, trouble } from "./ask.js";
import { draw, drawSteps, sealed, sent } from "./message.js";
import { newPair, openKey, pairOf, ready, sealKey, unlock } from "./sodium.js";

const locked = document.querySelector("[data-locked]"), page = document.querySelector("[data-opened]");
const { keys: ring, urls } = JSON.parse(document.getElementById("ring").textContent);
const words = document.querySelector("[data-words]").dataset;
let own, found, letter, notes;

const way = { file: (id) => urls.file.replace("/0", `/${id}`), known: true };
const post = (url, body, files) => ask(url, body, { files, known: true });

function open() {
  const seat = found.seats.find((one) => own.has(one.key));
  if (!seat) throw { sentence: words.noSeat };
  letter = pairOf(found.public, openKey(seat.sealed, own.get(seat.key)));
  notes = seat.notes && found.notes_public ? pairOf(found.notes_public, openKey(seat.notes, own.get(seat.key))) : null;
}

async function load() {
  found = await post(urls.open, {});
  open();
  page.querySelector("[data-state]").textContent = found.state_label;
  draw(page.querySelector("[data-said]"), found.messages, { letter, note: notes }, way, words);
  drawSteps(document.querySelector("[data-steps]"), found.steps);
  for (const form of page.querySelectorAll("form[data-while-open]")) form.hidden = found.closed;
  page.querySelector("[data-is-closed]").hidden = !found.closed;
}

async function enter() {
  await ready;
  own = unlock(ring, secret(locked, "passphrase").value);
  if (!own.size) throw { sentence: words.wrong };
  await load();
  locked.reset();
  locked.hidden = true;
  page.hidden = false;
}

async function say(form, url, to, extra = {}) {
  const message = await sealed(form, to, {}, words);
  await post(url, { key: message.key, words: message.words, ...extra }, message.files);
  sent(form);
  await load();
}

// The first note makes the key of the notes, for everybody who has a seat; the writer has none.
async function note(form) {
  const made = notes ?? newPair();
  const others = notes ? {} : Object.fromEntries(found.readers.map((one) => [one.id, sealKey(made.privateKey, one.public)]));
  await say(form, urls.note, made.public, { notes_public: made.public, notes_sealed: others });
}

async function mark(form) {
  await post(urls.mark, { state: form.elements.state.value });
  await load();
}

function on(form, act) {
  attend(form, () => {
    trouble(form, "");
    busy(form, () => act(form).catch((refusal) => trouble(form, sentence(refusal, words))));
  });
}

on(locked, enter);
on(page.querySelector("[data-reply]"), (form) => say(form, urls.reply, letter.public));
on(page.querySelector("[data-close]"), (form) => say(form, urls.close, letter.public));
on(page.querySelector("[data-note]"), note);
on(page.querySelector("[data-mark]"), mark);
