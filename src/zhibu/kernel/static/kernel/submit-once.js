// A second tap on the same button sends nothing; an answer, an error or the back button frees the form again.
const GIVE_UP_MS = 20000;

const buttonsOf = (form) => form.querySelectorAll("button:not([type=button]), input[type=submit]");

function hold(form) {
  form.dataset.sent = "true";
  for (const button of buttonsOf(form)) button.setAttribute("aria-busy", "true");
  setTimeout(() => free(form), GIVE_UP_MS);
}

function free(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) button.removeAttribute("aria-busy");
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method === "get" || form.method === "dialog" || "many" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    hold(form);
    // A handler that stopped the native submit without htmx (a check of its own) frees the form at once.
    setTimeout(() => {
      const htmx = form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [data-hx-post]");
      if (event.defaultPrevented && !htmx) free(form);
    }, 0);
  },
  true,
);

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) free(form);
});

// A page out of the browser's back cache comes with its forms as they were left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(free);
});
