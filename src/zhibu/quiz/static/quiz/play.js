// A round on a phone or on the projector: what to show is a matter of the server's clock and of what it has told.
import { now, on } from "../realtime/live.js";
import { ask } from "./ask.js";
import { clock, count } from "./countdown.js";
import { unseal } from "./seal.js";
import { kept, newKey, send } from "./sending.js";
import { allTold, judge, tell } from "./told.js";
import { put, say } from "./words.js";

const page = document.querySelector("[data-quiz]");
const stages = [...page.querySelectorAll("[data-stage]")];
const topic = page.dataset.quiz;
const asks = !page.dataset.host;
const [texts, results, said, shownAt] = [{}, {}, {}, {}];
let [round, stage, drawn, fetching] = [null, "", "", 0];

async function load() {
  fetching = performance.now();
  const answer = await fetch(page.dataset.state, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  round = await answer.json();
  for (const step of round.steps) if (step.text) texts[step.n] = step.text;
  for (const [n, result] of Object.entries(round.results)) results[n] = result;
  for (const [n, value] of Object.entries(round.mine)) if (asks) said[n] = value;
  for (const step of round.steps) resend(step);
  paint();
}

function give(body, key) {
  said[body.q] = body.a;
  send(page, topic, round.round, body, key);
}

function resend({ n }) {
  const waiting = asks && kept(round.round, n);
  if (waiting && said[n] === undefined && !results[n]) give(waiting.body, waiting.key);
}

function show(name, key) {
  if (stage !== name) for (const one of stages) one.hidden = one.dataset.stage !== name;
  stage = name;
  const fresh = drawn !== `${name}${key}`;
  drawn = `${name}${key}`;
  return fresh && stages.find((one) => one.dataset.stage === name);
}

function drawAsk(step, of) {
  const box = show("ask", step.n);
  if (!box) return;
  shownAt[step.n] ??= performance.now();
  const answer = (a) => give({ q: step.n, a, claim: Math.round(performance.now() - shownAt[step.n]) }, newKey());
  ask(box, texts[step.n], { n: step.n, of, said: said[step.n], send: asks ? answer : null });
}

function drawTold(step, of) {
  const box = show("told", step.n);
  const verdict = asks ? judge(results[step.n], said[step.n]) : "";
  if (box) tell(box, texts[step.n], results[step.n], { n: step.n, of, verdict });
}

function paint() {
  if (!round) return;
  const [t, of] = [now(), round.steps.length];
  const step = round.steps.findLast((one) => one.opens <= t || (texts[one.n] && one.key));
  const next = round.steps.find((one) => one.opens > t);
  if (["ended", "published"].includes(round.state) || allTold(round.steps, results, t)) return over();
  if (!step) show("wait", "");
  else if (results[step.n]) drawTold(step, of);
  else if (texts[step.n] && t <= step.closes) drawAsk(step, of);
  else show(t > step.closes ? "counting" : "wait", step.n);
  count(page, (step && stage === "ask" ? step.closes : (next?.opens ?? t)) - t, round.seconds * 1000, clock);
  put(page, "[data-next]", next ? say("next", { s: Math.max(0, Math.ceil((next.opens - t) / 1000)) }) : "");
  const missing = step && !results[step.n] && (t > step.closes + 2500 || (!texts[step.n] && t > step.opens + 700));
  if (missing && performance.now() - fetching > 3000) load();
}

function over() {
  const right = Object.keys(results).filter((n) => judge(results[n], said[n]) === "right").length;
  if (show("over", "") && asks) put(page, "[data-score]", say("score", { n: right }));
}

on(topic, "open", async ({ n, key }) => {
  const step = round?.steps.find((one) => one.n === n);
  if (!step) return load();
  step.key = key;
  texts[n] ??= await unseal(step.sealed, key).catch(() => null);
  if (texts[n]) paint();
  else load();
});
on(topic, "result", (result) => ((results[result.n] = result), paint()));
on(topic, "steps", load);
on(topic, "reset", load);
on(topic, "ended", () => round && ((round.state = "ended"), setTimeout(paint, 4000)));
if (!asks) {
  const open = () => round?.steps.findLast((step) => step.opens <= now())?.n;
  on(page.dataset.host, "counted", (counts) => put(page, "[data-count]", say("counted", { n: counts[open()] ?? 0 })));
}
document.addEventListener("live:state", ({ detail }) => detail === "here" && round && load());
setInterval(paint, 200);
load();
