// What every page does beyond HTML: send a form once, say when the network is away, dismiss and focus.
import "./submit-once.js";
import "./offline.js";

document.addEventListener("click", (event) => {
  event.target.closest("#toasts > *")?.remove();
  const back = event.target.closest("[data-back]");
  if (back) history.back();
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
});

if (history.length > 1) {
  for (const back of document.querySelectorAll("[data-back]")) back.hidden = false;
}

// What was refused before says nothing about the next try.
document.addEventListener("htmx:beforeRequest", () => document.getElementById("toasts")?.replaceChildren());

// After a refused form the reader starts at the summary of what to mend.
const focusSummary = (root) => root.querySelector("[data-focus]")?.focus();
focusSummary(document);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));

// Charts bring their library with them, so only pages that have one load it.
function bringCharts() {
  if (document.querySelector("figure[data-chart]")) import("./chart.js");
}
bringCharts();
document.addEventListener("htmx:load", bringCharts);
