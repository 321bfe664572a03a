// Says when the network is away and when a request did not reach the server.
const banner = document.getElementById("offline");

const show = () => {
  if (banner) banner.hidden = navigator.onLine;
};

window.addEventListener("online", show);
window.addEventListener("offline", show);
show();

function unreachable() {
  const words = document.getElementById("unreachable");
  const toasts = document.getElementById("toasts");
  if (words && toasts) toasts.replaceChildren(words.content.cloneNode(true));
}

document.addEventListener("htmx:sendError", unreachable);
document.addEventListener("htmx:timeout", unreachable);
