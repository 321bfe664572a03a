// Pictures made small and without the camera's notes; a minute of voice at most.
const LONGEST = 1280;
const MINUTE = 60000;

const asAddress = (blob) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });

// Drawn anew on a canvas: place, time and device stay behind.
async function small(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8);
}

async function record(finished) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24000 });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  recorder.onstop = () => {
    for (const track of stream.getTracks()) track.stop();
    finished(new Blob(pieces, { type: recorder.mimeType.split(";")[0] }));
  };
  recorder.start();
  setTimeout(() => recorder.state === "recording" && recorder.stop(), MINUTE);
  return recorder;
}

export function prepareMedia(room, send, trouble, words) {
  const picker = room.querySelector("[data-picture]");
  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    picker.value = "";
    if (file) await small(file).then((picture) => send({ picture })).catch(() => trouble(words.failed));
  });
  const button = room.querySelector("[data-voice]");
  const label = button.textContent;
  let recorder = null;
  button.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    try {
      recorder = await record(async (blob) => {
        recorder = null;
        button.textContent = label;
        await asAddress(blob).then((voice) => send({ voice })).catch(() => null);
      });
      button.textContent = button.dataset.stop;
    } catch {
      trouble(words.noMicrophone);
    }
  });
}
