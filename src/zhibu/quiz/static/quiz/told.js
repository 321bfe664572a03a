// Shows what was right, why, who was first, and how many chose what.
import { letter, put, say } from "./words.js";

const STAYS_MS = 15000; // the last explanation

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function chosenBars(box, text, result) {
  const rows = Object.entries(result.chosen ?? {}).map(([key, count]) => [JSON.parse(key), count]);
  rows.sort(([a], [b]) => Number(a) - Number(b));
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const stage = box.closest(".quiz-stage");
  const named = (place) => (typeof place === "number" ? letter(place) : place ? stage.dataset.yes : stage.dataset.no);
  box.querySelector("[data-chosen]").replaceChildren(
    ...rows.map(([place, count]) => {
      const [line, bar] = [document.createElement("p"), document.createElement("progress")];
      bar.max = most;
      bar.value = count;
      bar.setAttribute("aria-label", named(place));
      const right = [].concat(result.answer).includes(place) ? "✓ " : "";
      line.append(`${right}${named(place)} · ${say("people", { n: count })}`, bar);
      return line;
    }),
  );
}

// `verdict` is "right", "wrong" or "none"; the server says which answers are right, for words and numbers too.
export function tell(box, text, result, { n, of, verdict }) {
  put(box, "[data-number]", say("number", { n, of }));
  put(box, "[data-stem]", text?.stem ?? "");
  put(box, "[data-words]", result.words);
  put(box, "[data-explanation]", result.explanation);
  put(box, "[data-source]", result.source);
  put(box, "[data-first]", result.first ? say("first", { name: result.first, s: (result.ms / 1000).toFixed(1) }) : "");
  for (const part of box.querySelectorAll('[data-if="first"]')) part.hidden = !result.first;
  for (const part of box.querySelectorAll('[data-if="source"]')) part.hidden = !result.source;
  for (const part of box.querySelectorAll("[data-verdict]")) part.hidden = part.dataset.verdict !== verdict;
  chosenBars(box, text, result);
}

const folded = (words) => words.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

// What the page can say at once; the list of results is the server's.
export function judge(result, said) {
  if (said === undefined) return "none";
  let right = same(said, result.answer);
  if (result.kind === "number") right = Math.abs(Number(said) - Number(result.answer)) <= Number(result.tolerance);
  if (result.kind === "text") right = [result.answer, ...result.variants].map(folded).includes(folded(said));
  return right ? "right" : "wrong";
}

// The common sitting is over before the round is, when there are windows for shifts still to come.
export function allTold(steps, results, t) {
  const last = steps.at(-1);
  return last && t > last.closes + STAYS_MS && steps.every(({ n }) => results[n]);
}
