// The sentences of the page, which the server has put into <template>s in the reader's language.
export const say = (name, values = {}) => {
  const text = document.querySelector(`[data-say="${name}"]`)?.innerHTML ?? "";
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
};

export const letter = (place) => String.fromCharCode(65 + place);

export function put(box, selector, text) {
  for (const part of box.querySelectorAll(selector)) if (part.textContent !== String(text)) part.textContent = text;
}
