// Sealing, in the format of rules/sealing.py. Private keys and words live in this page only, never in storage.
import sodium from "../vendor/sodium/wrappers.js";

const WORDS = 1024, FILE = 65536, COST = 3, MEMORY = 64 * 2 ** 20;
const utf8 = new TextEncoder();
const text = (bytes) => sodium.to_base64(bytes, sodium.base64_variants.ORIGINAL);
const raw = (base64) => sodium.from_base64(base64, sodium.base64_variants.ORIGINAL);
const stretch = (length, secret, salt, cost, memory) =>
  sodium.crypto_pwhash(length, secret, salt, cost, memory, sodium.crypto_pwhash_ALG_ARGON2ID13);

export const ready = sodium.ready;

export function newPair() {
  const made = sodium.crypto_box_keypair();
  return { public: text(made.publicKey), publicKey: made.publicKey, privateKey: made.privateKey };
}

export const pairOf = (base64, privateKey) => ({ public: base64, publicKey: raw(base64), privateKey });

// Sixteen digits, each drawn evenly.
export const newReceipt = () => Array.from({ length: 16 }, () => sodium.randombytes_uniform(10)).join("");

// A key that makes sending twice the same as once; crypto.randomUUID is missing on plain http.
export const newKey = () => sodium.to_hex(sodium.randombytes_buf(16));

// What a receipt stands for: the writer's pair, and the identifier that finds the letter.
export function derive(receipt, salt) {
  const whole = stretch(64, receipt, raw(salt), COST, MEMORY);
  const made = sodium.crypto_box_seed_keypair(whole.slice(0, 32));
  return { publicKey: made.publicKey, privateKey: made.privateKey, public: text(made.publicKey), derived: sodium.to_hex(whole.slice(32)) };
}

export const sealWords = (words, to) => text(sodium.crypto_box_seal(sodium.pad(utf8.encode(JSON.stringify(words)), WORDS), raw(to)));

export function openWords(sealed, pair) {
  const opened = sodium.crypto_box_seal_open(raw(sealed), pair.publicKey, pair.privateKey);
  return JSON.parse(new TextDecoder().decode(sodium.unpad(opened, WORDS)));
}

export const sealFile = (bytes, to) => sodium.crypto_box_seal(sodium.pad(bytes, FILE), raw(to));

export const openFile = (sealed, pair) =>
  sodium.unpad(sodium.crypto_box_seal_open(new Uint8Array(sealed), pair.publicKey, pair.privateKey), FILE);

export const sealKey = (privateKey, to) => text(sodium.crypto_box_seal(privateKey, raw(to)));

export const openKey = (sealed, pair) => sodium.crypto_box_seal_open(raw(sealed), pair.publicKey, pair.privateKey);

// A holder's private key under his passphrase.
export function wrap(privateKey, passphrase) {
  const salt = sodium.randombytes_buf(16), nonce = sodium.randombytes_buf(24);
  const sealed = sodium.crypto_secretbox_easy(privateKey, nonce, stretch(32, passphrase, salt, COST, MEMORY));
  return { wrapped: text(sealed), opened_by: { salt: text(salt), cost: COST, memory: MEMORY, nonce: text(nonce) } };
}

function unwrapped(key, passphrase) {
  if (!key.wrapped) return null;
  const secret = stretch(32, passphrase, raw(key.salt), key.cost, key.memory);
  try {
    return { id: key.id, ...pairOf(key.public, sodium.crypto_secretbox_open_easy(raw(key.wrapped), raw(key.nonce), secret)) };
  } catch {
    return null;
  }
}

// The keys of a ring that the passphrase opens, by their public halves.
export function unlock(ring, passphrase) {
  const open = ring.map((key) => unwrapped(key, passphrase)).filter(Boolean);
  return new Map(open.map((pair) => [pair.public, pair]));
}
