// Keys of a talk. The private half is made here, cannot be read out, and stays in this browser's IndexedDB.
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const encode = (bytes) => {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
};
const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const utf8 = new TextEncoder();

function store(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("zhibu-talks", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asked = act(opening.result.transaction("keys", mode).objectStore("keys"));
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    };
  });
}

// The pair of this person for this talk, made at the first visit: {privateKey, public}.
export async function ownPair(name) {
  const there = await store("readonly", (keys) => keys.get(name));
  if (there) return there;
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  const made = { privateKey: pair.privateKey, public: encode(raw) };
  await store("readwrite", (keys) => keys.put(made, name));
  return made;
}

// The key that only the two can compute, from one's own private and the other's public half.
export async function shared(own, otherPublic, talk) {
  const theirs = await crypto.subtle.importKey("raw", decode(otherPublic), CURVE, false, []);
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const way = { name: "HKDF", hash: "SHA-256", salt: utf8.encode(`talk ${talk}`), info: utf8.encode("zhibu talk v1") };
  return crypto.subtle.deriveKey(way, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// `about` is bound to the message: moved to another place or another sender, it does not open.
export async function seal(key, value, about) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const way = { name: "AES-GCM", iv, additionalData: utf8.encode(about) };
  const body = new Uint8Array(await crypto.subtle.encrypt(way, key, utf8.encode(JSON.stringify(value))));
  const whole = new Uint8Array(12 + body.length);
  whole.set(iv);
  whole.set(body, 12);
  return encode(whole);
}

export async function open(key, sealed, about) {
  const whole = decode(sealed);
  const way = { name: "AES-GCM", iv: whole.slice(0, 12), additionalData: utf8.encode(about) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(way, key, whole.slice(12))));
}

// Fifteen digits of both public halves, the same on both sides.
export async function phrase(one, other) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode([one, other].sort().join("|"))));
  const groups = [0, 4, 8].map((at) => new DataView(digest.buffer).getUint32(at) % 100000);
  return groups.map((number) => String(number).padStart(5, "0")).join(" ");
}
