// A letter: everything is sealed here, then sent without cookies. The receipt is made here and leaves only as a digest.
import { ask, busy, sealHere, sentence, trouble } from "./ask.js";
import { sealed } from "./message.js";
import { choosing } from "./people.js";
import { derive, newPair, newReceipt, ready, sealKey } from "./sodium.js";

const form = document.querySelector("[data-letter]");
const about = JSON.parse(document.getElementById("about").textContent);
const words = document.querySelector("[data-words]").dataset;
let shown = JSON.parse(document.getElementById("recipients").textContent);
let receipt, asking = 0;

function digits(key) {
  const row = document.createElement("li"), name = document.createElement("span"), number = document.createElement("span");
  name.textContent = key.name;
  number.textContent = key.digits;
  number.className = "digits";
  row.append(name, number);
  return row;
}

function draw() {
  const [first, ...above] = shown.levels;
  const names = (level) => `${level.name}：${level.keys.map((key) => key.name).join("、")}`;
  form.querySelector("[data-receivers]").textContent = first ? names(first) : words.nobodyLeft;
  form.querySelector("[data-above]").textContent = above.length ? words.above + above.map(names).join("；") : "";
  form.querySelector("[data-digits]").replaceChildren(...shown.levels.flatMap((level) => level.keys).map(digits));
  form.querySelector("[data-elsewhere]").hidden = Boolean(first);
}

// The last answer counts, whatever order they arrive in.
async function refresh() {
  const number = ++asking;
  const found = await ask(about.urls.recipients, { concerned: chosen.ticked().map((one) => one.id) });
  if (number === asking) shown = found;
  draw();
}

const complain = (refusal) => trouble(form, sentence(refusal, words));
const chosen = choosing(form, about, words, () => refresh().catch(complain));

async function send() {
  if (!shown.levels.length) throw { sentence: words.nobodyLeft };
  await ready;
  receipt ??= newReceipt();
  const writer = derive(receipt, about.salt), letter = newPair(), concerned = chosen.ticked();
  const named = form.elements.named.value === "yes";
  const extra = { concerned, name: named ? form.elements.name.value.trim() : "", contact: named ? form.elements.contact.value.trim() : "" };
  const message = await sealed(form, letter.public, extra, words);
  const keys = shown.levels.flatMap((level) => level.keys);
  const body = {
    key: message.key, words: message.words, derived: writer.derived, public: letter.public,
    writer_sealed: sealKey(letter.privateKey, writer.public), concerned: concerned.map((one) => one.id),
    seats: Object.fromEntries(keys.map((key) => [key.id, sealKey(letter.privateKey, key.public)])),
  };
  const { number } = await ask(about.urls.send, body, { files: message.files });
  finish(number, writer.derived);
}

function finish(number, derived) {
  const sent = document.querySelector("[data-sent]");
  sent.querySelector("[data-receipt]").textContent = receipt.replace(/(\d{4})(?=\d)/g, "$1 ");
  sent.querySelector("[data-number]").textContent = number;
  sent.querySelector("[name=derived]").value = derived;
  form.reset();
  form.remove();
  sent.hidden = false;
  sent.querySelector("h2").focus();
}

sealHere(ready, form, (event) => {
  event.preventDefault();
  trouble(form, "");
  busy(form, async () => {
    try {
      await send();
    } catch (refusal) {
      // The recipients changed: they are shown anew, and the next tap seals to them.
      if (refusal?.code === "recipients_changed") await refresh().catch(() => null);
      complain(refusal);
    }
  });
});

draw();
