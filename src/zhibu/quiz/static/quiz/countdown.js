// A bar with its number; on the plain form it also tells the server how long the question was looked at.
import { say } from "./words.js";

export const clock = (s) => (s < 100 ? say("seconds", { s }) : `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`);

export function count(box, leftMs, lengthMs, words) {
  const seconds = Math.ceil(Math.max(0, leftMs) / 1000);
  const bar = box.querySelector(".quiz-bar");
  if (bar) {
    bar.hidden = false;
    bar.value = Math.max(0, Math.min(1, leftMs / lengthMs));
    bar.classList.toggle("is-short", seconds <= 5);
  }
  for (const number of box.querySelectorAll("[data-left]")) {
    const text = words(seconds);
    if (number.textContent !== text) number.textContent = text;
  }
}

const form = document.querySelector("form[data-countdown]");
if (form) {
  const began = performance.now();
  const [left, length] = [Number(form.dataset.countdown), Number(form.dataset.length) * 1000];
  const label = form.querySelector("[data-left]");
  const words = (s) => (s ? label.dataset.seconds.replace("{s}", s) : label.dataset.up);
  const tick = () => count(form, left - (performance.now() - began), length, words);
  tick();
  setInterval(tick, 200);
  form.addEventListener("submit", () => {
    const claim = form.querySelector("[data-claim]");
    if (claim && !claim.value) claim.value = Math.round(performance.now() - began);
  });
}
