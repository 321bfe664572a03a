// A holder's keys: made and wrapped here; the server gets the public half and what only the passphrase opens.
import { ask, attend, busy, secret, sentence, trouble } from "./ask.js";
import { newPair, openKey, openWords, pairOf, ready, sealKey, unlock, wrap } from "./sodium.js";

const { keys: ring, urls } = JSON.parse(document.getElementById("ring").textContent);
const words = document.querySelector("[data-words]").dataset;
const LEAST = 12;
const post = (url, body) => ask(url, body, { known: true });

function fresh(form) {
  const [passphrase, again] = ["passphrase", "again"].map((name) => secret(form, name));
  if ([...passphrase.value].length < LEAST) throw { sentence: words.short };
  if (passphrase.value !== again.value) throw { sentence: words.differ };
  return passphrase.value;
}

async function make(form) {
  const passphrase = fresh(form);
  await ready;
  const pair = newPair();
  await post(urls.make, { public: pair.public, ...wrap(pair.privateKey, passphrase) });
  location.reload();
}

function opened(form) {
  const own = unlock(ring, secret(form, "old").value);
  if (!own.size) throw { sentence: words.wrong };
  return own;
}

async function rewrap(form) {
  const passphrase = fresh(form);
  await ready;
  for (const pair of opened(form).values()) {
    if (form.dataset.keys.split(" ").includes(String(pair.id))) await post(urls.rewrap.replace("/0/", `/${pair.id}/`), wrap(pair.privateKey, passphrase));
  }
  form.reset();
  form.querySelector("[data-done]").hidden = false;
}

// One letter's key, opened with one's own and sealed to the other holder's; it says itself whom it is about.
function seatFor(to, row, own) {
  const pair = own.get(row.key);
  if (!pair) return null;
  const privateKey = openKey(row.sealed, pair);
  const letter = pairOf(row.public, privateKey);
  const concerned = row.first ? (openWords(row.first, letter).concerned ?? []).map((one) => one.id) : [];
  const notes = row.notes ? sealKey(openKey(row.notes, pair), to) : "";
  return { letter: row.letter, sealed: sealKey(privateKey, to), notes_sealed: notes, concerned };
}

// A letter that somebody sealed to be unreadable keeps nobody from the others.
function seatOrNone(to, row, own) {
  try {
    return seatFor(to, row, own);
  } catch {
    return null;
  }
}

async function give(form) {
  await ready;
  const own = opened(form);
  const owed = await ask(form.dataset.url, undefined, { known: true });
  const seats = owed.letters.map((row) => seatOrNone(owed.public, row, own)).filter(Boolean);
  const { done } = await post(form.dataset.url, { seats });
  form.reset();
  const says = form.querySelector("[data-done]");
  says.textContent = words.given.replace("0", done);
  says.hidden = false;
}

for (const [name, act] of Object.entries({ make, rewrap, give })) {
  for (const form of document.querySelectorAll(`form[data-key-${name}]`)) {
    attend(form, () => {
      trouble(form, "");
      busy(form, () => act(form).catch((refusal) => trouble(form, sentence(refusal, words))));
    });
  }
}
