// Writing: sent by the fast path and shown at once; a draft stays on this device; files go by the form's own post.
import { newKey, post } from "../realtime/live.js";

const form = document.querySelector("[data-write]");
const chat = document.querySelector("[data-chat]");
const FITS = 2800; // bytes that the fast path takes with what goes around them

if (form) {
  const text = form.elements.text;
  const upload = form.querySelector("[data-upload]");
  const refused = form.querySelector("[data-refused]");
  const draft = `draft.${chat.dataset.me}.${chat.dataset.chat}`;

  const say = (sentence) => {
    refused.textContent = sentence ?? "";
    refused.hidden = !sentence;
  };
  const keep = () => (text.value ? localStorage.setItem(draft, text.value) : localStorage.removeItem(draft));
  const unquote = () => {
    form.elements.quote.value = "";
    form.querySelector("[data-quoting]").hidden = true;
  };

  async function fast(words) {
    const body = { text: words, quote: Number(form.elements.quote.value) || null, topic: Number(form.elements.topic.value) || null };
    const answer = await post(`group.${chat.dataset.chat}`, body, form.elements.key.value);
    if (answer.code) throw answer;
    return answer.message;
  }

  async function slow() {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (!answer.ok) throw found;
    return found.message;
  }

  async function send() {
    const words = text.value.trim();
    const file = upload.files.length > 0;
    if (!words && !file) return text.focus();
    const small = !file && new TextEncoder().encode(words).length < FITS;
    form.querySelector("button.primary").disabled = true;
    try {
      const message = await (small ? fast(words) : slow());
      document.dispatchEvent(new CustomEvent("said", { detail: message }));
      for (const field of [text, upload, form.elements.seconds]) field.value = "";
      form.elements.key.value = newKey();
      form.querySelector("[data-chosen]").textContent = "";
      unquote();
      keep();
      say();
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      say(refusal.sentence);
    } finally {
      form.querySelector("button.primary").disabled = false;
      text.focus();
    }
  }

  text.value ||= localStorage.getItem(draft) ?? "";
  text.addEventListener("input", keep);
  text.addEventListener("keydown", (event) => {
    const typing = event.isComposing || event.shiftKey || matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !typing) (event.preventDefault(), send());
  });
  form.addEventListener("submit", (event) => (event.preventDefault(), send()));
  upload.addEventListener("change", () => (form.querySelector("[data-chosen]").textContent = upload.files[0]?.name ?? ""));
  document.addEventListener("click", (event) => {
    const quote = event.target.closest("[data-quote]");
    if (event.target.closest("[data-unquote]")) (event.preventDefault(), unquote());
    if (!quote) return;
    event.preventDefault();
    const said = quote.closest(".said");
    form.elements.quote.value = quote.dataset.quote;
    form.querySelector("[data-quoting]").hidden = false;
    const shown = form.querySelector("[data-quoted]");
    if (shown) shown.textContent = `${said.querySelector("strong").textContent}：${said.querySelector(".text")?.textContent.slice(0, 40) ?? ""}`;
    text.focus();
  });
}
