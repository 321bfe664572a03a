// A text that the phone already holds is opened by the key that the server tells at the start.
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export async function unseal(sealed, key) {
  if (!globalThis.crypto?.subtle) return null; // no secure context: the page asks the server for the text
  const raw = bytes(sealed);
  const opener = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: raw.slice(0, 12) }, opener, raw.slice(12));
  return JSON.parse(new TextDecoder().decode(text));
}
