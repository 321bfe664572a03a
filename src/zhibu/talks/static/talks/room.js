// The room of two: keys, then words, pictures and voice, sealed before they leave this browser.
import { on } from "../realtime/live.js";
import { ask } from "./ask.js";
import { prepareCall } from "./call.js";
import { open, ownPair, phrase, seal, shared } from "./keys.js";
import { prepareMedia } from "./media.js";
import { say, show, together, trouble } from "./said.js";

const room = document.querySelector("[data-room]");
const about = JSON.parse(document.getElementById("room").textContent);
const words = document.querySelector("[data-words]").dataset;
const secrets = new Map();
let own, mine, theirs, publics = new Map(), seen = 0, reading = Promise.resolve();
const keys = async () => meet(await ask(about.urls.keys));

async function secretWith(publicKey) {
  if (!secrets.has(publicKey)) secrets.set(publicKey, await shared(own, publicKey, about.talk));
  return secrets.get(publicKey);
}

async function meet({ keys: all }) {
  publics = new Map(all.map((key) => [key.id, key]));
  mine = all.find((key) => key.public === own.public);
  const others = all.filter((key) => !key.own);
  theirs = others.at(-1);
  const phrased = theirs && (await phrase(mine.public, theirs.public));
  together(room, phrased, others.length > 1 || all.length - others.length > 1, words);
}

// What a cipher text is bound to: the talk, from whom, to whom, and its own number.
const bound = (message) => `${about.talk}:${publics.get(message.sender).public}:${publics.get(message.recipient).public}:${message.key}`;

async function read(message) {
  if (!publics.has(message.sender) || !publics.has(message.recipient)) await keys();
  const [from, to] = [publics.get(message.sender), publics.get(message.recipient)];
  const is = { own: from?.own, at: message.at };
  try {
    if (![from.public, to.public].includes(own.public)) throw new Error("an older key");
    const secret = await secretWith((own.public === from.public ? to : from).public);
    show(room, { ...is, ...(await open(secret, message.sealed, bound(message))) }, words);
  } catch {
    show(room, { ...is, unreadable: true }, words);
  }
}

async function more() {
  for (;;) {
    const { messages } = await ask(`${about.urls.messages}?after=${seen}`);
    for (const message of messages) {
      seen = message.id;
      await read(message);
    }
    if (messages.length < 50) return;
  }
}

// Where the stream does not reach (an old proxy), the page asks by itself.
async function again() {
  if (document.hidden || !document.querySelector("[data-live-away]:not([hidden])")) return;
  if (!theirs) await keys();
  await refresh();
}

const refresh = () => (reading = reading.then(more).catch(() => null));

async function send(value) {
  const message = { sender: mine.id, recipient: theirs.id, key: crypto.randomUUID() };
  const sealed = await seal(await secretWith(theirs.public), value, bound(message));
  const body = { key: message.key, sender_id: mine.id, recipient_id: theirs.id, sealed };
  try {
    await ask(about.urls.messages, body).catch((refusal) => (refusal?.sentence ? Promise.reject(refusal) : ask(about.urls.messages, body)));
  } catch (refusal) {
    trouble(room, refusal?.sentence ?? words.failed);
    throw refusal;
  }
  await refresh();
}

const signalled = { send: async (value) => ask(about.urls.signal, { sealed: await seal(await secretWith(theirs.public), value, "signal") }) };

async function begin() {
  own = await ownPair(`${about.me}:${about.talk}`);
  await meet(await ask(about.urls.keys, { public: own.public }));
  await refresh();
  const complain = (sentence) => trouble(room, sentence);
  const call = prepareCall(room, about.ice, signalled, complain, words);
  const topic = `talk.${about.talk}`;
  on(topic, "message", refresh);
  on(topic, "reset", refresh);
  on(topic, "key", () => keys().then(refresh));
  on(topic, "signal", async (data) => data.from !== about.me && call.hear(await open(await secretWith(theirs.public), data.sealed, "signal")));
  setInterval(() => again().catch(() => null), 3000);
  say(room, (text) => send({ text }));
  prepareMedia(room, send, complain, words);
}

room.hidden = false;
begin().catch(() => trouble(room, words.noKeys));
