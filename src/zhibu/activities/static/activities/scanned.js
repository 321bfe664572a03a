// A scanned code needs no further tap; without JavaScript the button is pressed by hand.
const form = document.querySelector("form[data-auto-submit]");
const fresh = performance.getEntriesByType("navigation")[0]?.type !== "back_forward";
if (form && fresh) form.requestSubmit();
