// Draws a question and hears its answer: a tap for one of several, "submit" for several, an order or a text.
import { letter, say, put } from "./words.js";

function button(place, words, chosen, closed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiz-option";
  made.disabled = closed;
  made.dataset.place = place;
  made.setAttribute("aria-pressed", chosen);
  const [mark, text] = [document.createElement("span"), document.createElement("span")];
  mark.className = "quiz-letter";
  mark.textContent = typeof place === "number" ? letter(place) : place ? "✓" : "✗";
  text.textContent = words;
  made.append(mark, text);
  return made;
}

function press(box, chosen, kind) {
  for (const one of box.querySelectorAll(".quiz-option")) {
    const at = chosen.indexOf(JSON.parse(one.dataset.place));
    one.setAttribute("aria-pressed", at >= 0);
    if (kind === "order") one.querySelector(".quiz-letter").textContent = at >= 0 ? at + 1 : "·";
  }
}

// `said` is the answer given before, `send` takes a new one; without `send` the question is only shown.
export function ask(box, text, { n, of, said, send }) {
  const stage = box.closest(".quiz-stage");
  const options = box.querySelector("[data-options]");
  const fill = box.querySelector("[data-fill]");
  const tools = box.querySelector("[data-tools]");
  const kind = text.kind;
  const open = Boolean(send) && said === undefined;
  let chosen = said === undefined ? [] : [].concat(said);
  put(box, "[data-number]", say("number", { n, of }));
  put(box, "[data-stem]", text.stem);
  put(box, "[data-said]", "");
  for (const hint of box.querySelectorAll("[data-hint]")) hint.hidden = hint.dataset.hint !== kind;
  const choices = kind === "true_false" ? [[true, stage.dataset.yes], [false, stage.dataset.no]] : [...text.options.entries()];
  options.replaceChildren(...choices.map(([place, words]) => button(place, words, chosen.includes(place), !open)));
  if (kind === "order") press(options, chosen, kind);
  fill.hidden = !["number", "text"].includes(kind) || !send;
  fill.querySelector("input").disabled = !open;
  fill.querySelector("input").inputMode = kind === "number" ? "decimal" : "text";
  fill.querySelector("input").value = fill.hidden ? "" : (said ?? "");
  tools.hidden = !open || ["single", "true_false"].includes(kind);
  box.querySelector("[data-again]").hidden = kind !== "order";
  if (!open) return;

  const finish = (value) => {
    for (const one of options.querySelectorAll("button")) one.disabled = true;
    fill.querySelector("input").disabled = true;
    tools.hidden = true;
    send(value);
  };
  options.onclick = ({ target }) => {
    const one = target.closest(".quiz-option");
    if (!one || one.disabled) return;
    const place = JSON.parse(one.dataset.place);
    chosen = chosen.includes(place) ? chosen.filter((other) => other !== place) : [...chosen, place];
    if (["single", "true_false"].includes(kind)) chosen = [place];
    press(options, chosen, kind);
    if (["single", "true_false"].includes(kind)) finish(place);
    else if (kind === "order" && chosen.length === text.options.length) finish(chosen);
  };
  box.querySelector("[data-again]").onclick = () => press(options, (chosen = []), kind);
  const submit = () => {
    const typed = fill.querySelector("input").value.trim();
    if (!fill.hidden && typed) finish(typed);
    else if (kind === "multiple" && chosen.length) finish(chosen.sort((a, b) => a - b));
  };
  box.querySelector("[data-send]").onclick = submit;
  fill.onsubmit = (event) => (event.preventDefault(), submit());
}
