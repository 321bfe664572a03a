// A voice note: tap to speak, tap again to send; at most sixty seconds. Without a microphone the button stays away.
const form = document.querySelector("[data-write]");
const button = form?.querySelector("[data-voice]");
const LONGEST_MS = 60000;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4"];
let recorder = null;

function attach(parts, seconds) {
  const type = recorder.mimeType.split(";")[0];
  const list = new DataTransfer();
  list.items.add(new File(parts, type.endsWith("mp4") ? "voice.m4a" : "voice.webm", { type }));
  form.elements.upload.files = list.files;
  form.elements.seconds.value = Math.max(1, Math.min(60, Math.round(seconds)));
  form.requestSubmit();
}

async function begin() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const parts = [];
  const since = performance.now();
  recorder = new MediaRecorder(stream, { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)), audioBitsPerSecond: 24000 });
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    button.textContent = button.dataset.start;
    attach(parts, (performance.now() - since) / 1000);
    recorder = null;
  };
  recorder.start();
  button.textContent = button.dataset.stop;
  setTimeout(() => recorder?.stop(), LONGEST_MS);
}

if (button && globalThis.MediaRecorder && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => (recorder ? recorder.stop() : begin().catch(() => (button.hidden = true))));
}
