// A question under a condition is shown when the condition holds; without this script its help says when to fill it in.
const form = document.querySelector("[data-answers]") ?? document.querySelector("form.card");

function given(name) {
  const fields = [...form.querySelectorAll(`[name="${name}"]`)];
  const ticked = fields.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
  return ticked.map((field) => (field.type === "checkbox" && field.value === "on" ? "yes" : field.value));
}

function arrange() {
  for (const question of form.querySelectorAll("[data-only-if]")) {
    const [code, value] = question.dataset.onlyIf.split("=").map((part) => part.trim());
    question.hidden = !given(code).includes(value);
  }
}

if (form) {
  form.addEventListener("change", arrange);
  window.addEventListener("pageshow", arrange);
  arrange();
}
