// Seals a file in the browser for this installation: the same envelope as zhibu/dues/rules/envelope.py.
const HEAD = new TextEncoder().encode("ZHIBU-DUES-1\n");
const CURVE = { name: "ECDH", namedCurve: "P-256" };

const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return whole;
}

async function sealed(content, to) {
  const theirs = await crypto.subtle.importKey("raw", to, CURVE, false, []);
  const fresh = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", fresh.publicKey);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, fresh.privateKey, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: point, info: new TextEncoder().encode("zhibu dues bases 1") };
  const key = await crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: HEAD }, key, content);
  return joined(HEAD, point, nonce, body);
}

function download(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
}

const form = document.querySelector("[data-seal]");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  const said = form.querySelector("[data-said]");
  const [file] = form.querySelector("input[type=file]").files;
  try {
    download(await sealed(await file.arrayBuffer(), fromHex(form.dataset.key)), `${file.name}.sealed`);
    said.textContent = said.dataset.done;
  } catch {
    said.textContent = said.dataset.failed;
  }
}, { capture: true });
