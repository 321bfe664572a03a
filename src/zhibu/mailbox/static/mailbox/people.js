// Whom a letter is about: found by name or post, ticked, and left out of the recipients at once.
import { ask, sentence } from "./ask.js";

// `changed` hears of every tick. Returns {ticked: () => [{id, label}], show}.
export function choosing(form, about, words, changed) {
  const found = form.querySelector("[data-found]"), chosen = form.querySelector("[data-ticked]");
  const asked = form.querySelector("[name=q]"), says = form.querySelector("[data-found-says]");
  // A number, or "n:" and the name of somebody without a post.
  const idOf = (box) => (/^\d+$/.test(box.value) ? Number(box.value) : box.value);
  const boxes = () => [...form.querySelectorAll("input[name=concerned]")];

  function choice({ id, label }, checked) {
    const row = document.createElement("label");
    row.className = "choice";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "concerned", value: id, checked });
    row.append(box, document.createTextNode(label));
    return row;
  }

  async function search() {
    if (asked.value.trim().length < 2) return;
    try {
      const { people } = await ask(about.urls.people, { q: asked.value });
      const there = new Set(boxes().filter((box) => box.checked).map(idOf));
      const rows = people.filter((person) => !there.has(person.id));
      found.replaceChildren(...rows.map((person) => choice(person, false)));
      says.textContent = rows.length ? "" : words.nobody;
    } catch (refusal) {
      says.textContent = sentence(refusal, words);
    }
  }

  form.querySelector("[name=search]").addEventListener("click", (event) => {
    event.preventDefault();
    search();
  });
  asked.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    search();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "concerned") return;
    if (event.target.checked && found.contains(event.target)) chosen.append(event.target.closest("label"));
    changed();
  });
  const ticked = () => boxes().filter((box) => box.checked).map((box) => ({ id: idOf(box), label: box.closest("label").textContent.trim() }));
  return { ticked };
}
