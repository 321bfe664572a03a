// Talking to the server. Writers' pages send no cookie and no referrer: nothing ties a letter to a session.
export async function ask(url, body, { files = [], known = false, binary = false } = {}) {
  const headers = { Accept: "application/json" };
  if (known) headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const way = { headers, credentials: known ? "same-origin" : "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  if (body !== undefined) Object.assign(way, { method: "POST", body: packed(body, files) });
  const answer = await fetch(url, way);
  if (!answer.ok) throw (await answer.json().catch(() => ({})));
  return binary ? answer.arrayBuffer() : answer.json();
}

function packed(body, files) {
  const form = new FormData();
  form.append("body", JSON.stringify(body));
  for (const file of files) form.append("file", new Blob([file]), "sealed");
  return form;
}

// The sentence of a refusal; for a lost network the page's own.
export const sentence = (refusal, words) => refusal?.sentence ?? words.failed;

export function trouble(root, text) {
  const place = root.querySelector("[data-trouble]");
  place.textContent = text;
  place.hidden = !text;
  if (text) place.scrollIntoView({ block: "center" });
}

// Where the library cannot run, the form goes the way of a page without JavaScript, and the page keeps saying so.
export async function sealHere(ready, form, submit) {
  form.addEventListener("submit", submit);
  try {
    await ready;
    document.querySelector("[data-sealed-there]").hidden = true;
    for (const good of document.querySelectorAll("[data-sealed-here]")) good.hidden = false;
  } catch {
    form.removeEventListener("submit", submit);
  }
}

// A passphrase has a field without a name: a form sent without this script carries none. Its button waits for the script.
export const secret = (form, name) => form.querySelector(`[data-field=${name}]`);

export function attend(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form);
  });
  for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
}

// Let the page draw "busy" before the processor is taken for a second.
export const breathe = () => new Promise((done) => setTimeout(done, 30));

// One act at a time on a form: its buttons rest meanwhile, and a second tap does nothing.
export async function busy(root, work) {
  if (root.dataset.busy) return;
  root.dataset.busy = "1";
  const buttons = root.querySelectorAll("button");
  for (const button of buttons) button.setAttribute("aria-busy", "true");
  try {
    await breathe();
    await work();
  } finally {
    delete root.dataset.busy;
    for (const button of buttons) button.removeAttribute("aria-busy");
  }
}
