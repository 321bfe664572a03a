// The settings page shows a wish at once; saving it is the form's own business.
const form = document.querySelector("form[data-display]");
const root = document.documentElement;

function preview() {
  const wishes = new FormData(form);
  root.dataset.theme = wishes.get("theme");
  root.dataset.scale = wishes.get("scale");
  root.toggleAttribute("data-elder", wishes.has("elder"));
  if (wishes.get("theme") === "auto") delete document.body.dataset.weuiTheme;
  else document.body.dataset.weuiTheme = wishes.get("theme");
}

form?.addEventListener("change", preview);
