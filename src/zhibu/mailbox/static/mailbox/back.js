// Coming back: the receipt is stretched here; the server gets a digest, this page gets cipher text and opens it.
import { ask, busy, sealHere, sentence, trouble } from "./ask.js";
import { draw, drawSteps, sealed, sent } from "./message.js";
import { derive, openKey, openWords, pairOf, ready, sealKey } from "./sodium.js";

const finding = document.querySelector("[data-finding]"), thread = document.querySelector("[data-thread]");
const answering = thread.querySelector("form[data-answer]");
const about = JSON.parse(document.getElementById("about").textContent);
const words = document.querySelector("[data-words]").dataset;
let writer, pair;

const way = () => ({ file: (id) => about.urls.file.replace("/0", `/${id}`), body: { derived: writer.derived }, known: false });

function show(found) {
  pair = pairOf(found.public, openKey(found.sealed, writer));
  thread.querySelector("[data-box]").textContent = found.box;
  thread.querySelector("[data-number]").textContent = found.number;
  thread.querySelector("[data-state]").textContent = found.state_label;
  thread.querySelector("[data-due]").textContent = found.closed ? "" : found.replied ? words.findingDue + found.finding_due_on : words.replyDue + found.reply_due_on;
  thread.querySelector("[data-late]").hidden = !found.late;
  thread.querySelector("[name=derived]").value = writer.derived;
  draw(thread.querySelector("[data-said]"), found.messages, { letter: pair }, way(), words);
  drawSteps(thread.querySelector("[data-steps]"), found.steps);
}

// Recipients who took a new key since the letter was sent get their seat from this page, as long as it has the key.
async function mend(found) {
  const concerned = (openWords(found.messages[0].sealed, pair).concerned ?? []).map((one) => one.id);
  const body = { derived: writer.derived, concerned, seats: {} };
  const { keys } = await ask(about.urls.reseal, body);
  if (!keys.length) return;
  body.seats = Object.fromEntries(keys.map((key) => [key.id, sealKey(pair.privateKey, key.public)]));
  await ask(about.urls.reseal, body);
}

async function find() {
  const receipt = finding.elements.receipt.value.replace(/[\s-]/g, "");
  if (!/^\d{16}$/.test(receipt)) throw { sentence: words.sixteen };
  await ready;
  writer = derive(receipt, about.salt);
  const found = await ask(about.urls.thread, { derived: writer.derived });
  show(found);
  finding.reset();
  finding.hidden = true;
  thread.hidden = false;
  await mend(found).catch(() => null);
}

async function answer() {
  const message = await sealed(answering, pair.public, {}, words);
  const body = { derived: writer.derived, key: message.key, words: message.words };
  show(await ask(about.urls.answer, body, { files: message.files }));
  sent(answering);
  thread.querySelector("[data-done]").hidden = false;
}

const on = (form, act) => (event) => {
  event.preventDefault();
  trouble(form, "");
  busy(form, () => act().catch((refusal) => trouble(form, sentence(refusal, words))));
};

sealHere(ready, finding, on(finding, find));
answering.addEventListener("submit", on(answering, answer));
