// The agreed minute: counts down, opens the part anew when the minute begins and ends, and takes a shake for a tap.
import { on } from "../realtime/live.js";

const SHARP = 18; // m/s² beyond what walking does
const part = document.getElementById("time-state");
let begun = performance.now();
let asked = 0;

function chance() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function inner() {
  return part.querySelector("[data-seconds]");
}

function left() {
  return Number(inner().dataset.seconds) - (performance.now() - begun) / 1000;
}

function clock(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
}

// When a state's time comes the part is asked for, at most every three seconds; the hub tells of everything else.
function refetch() {
  if (performance.now() - asked < 3000) return;
  asked = performance.now();
  setTimeout(() => window.htmx?.trigger(document.body, "again"), 300 + Math.random() * 700);
}

function tick() {
  const is = inner()?.dataset.minute;
  const counter = part.querySelector("[data-countdown]");
  if (counter && left() < 86400) counter.textContent = clock(left());
  if (is === "before" && left() <= 0) refetch();
  if (is === "on" && left() <= 0 && performance.now() - begun > 61000) refetch();
}

function form() {
  return part.querySelector("form[data-shake]");
}

function shaken(event) {
  const force = event.acceleration ?? event.accelerationIncludingGravity;
  const rest = event.acceleration?.x == null ? 9.8 : 0;
  const size = Math.hypot(force?.x ?? 0, force?.y ?? 0, force?.z ?? 0) - rest;
  if (size > SHARP && form()) send(form());
}

function send(its) {
  if (its.dataset.sent) return;
  its.dataset.sent = "1";
  its.elements.chance.value = chance();
  navigator.vibrate?.(120);
  its.requestSubmit();
}

// iPhones ask before a page may feel movement; others need no question.
function offer() {
  const button = part.querySelector("[data-motion]");
  if (!button || !window.DeviceMotionEvent || button.dataset.bound) return;
  button.dataset.bound = "1";
  const ask = window.DeviceMotionEvent.requestPermission;
  if (!ask) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if ((await ask.call(window.DeviceMotionEvent)) === "granted") button.hidden = true;
  });
}

on(part.dataset.live, "shaken", ({ n }) => {
  for (const number of part.querySelectorAll("[data-shaken]")) number.textContent = n;
});
part.addEventListener("submit", (event) => {
  if (event.target.matches("[data-shake]")) event.target.elements.chance.value ||= chance();
});
document.body.addEventListener("htmx:afterSettle", () => {
  begun = performance.now();
  offer();
});
window.addEventListener("devicemotion", shaken);
offer();
tick();
setInterval(tick, 250);
