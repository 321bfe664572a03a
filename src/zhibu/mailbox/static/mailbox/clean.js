// What a chosen file is by its contents, and a picture drawn anew without what the camera noted. The same table as
// rules/files.py; a file's name goes nowhere.
const KINDS = [
  [0, "ffd8ff", "jpg"], [0, "89504e470d0a1a0a", "png"], [8, "57454250", "webp"], [0, "47494638", "gif"],
  [0, "255044462d", "pdf"], [0, "504b0304", "zip"], [0, "d0cf11e0", "doc"], [0, "494433", "mp3"], [0, "fffb", "mp3"],
  [0, "2321414d52", "amr"], [8, "57415645", "wav"], [0, "4f676753", "ogg"], [4, "66747970", "mp4"], [0, "1a45dfa3", "webm"],
];
const OFFICE = [["word/", "docx"], ["xl/", "xlsx"], ["ppt/", "pptx"]];
const PICTURES = ["jpg", "png", "webp", "gif"];
const LARGEST = 10 * 2 ** 20, MOST = 5, TOGETHER = 25 * 2 ** 20, LONGEST_SIDE = 2560;

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function kindOf(bytes) {
  const found = KINDS.find(([at, mark]) => hex(bytes.slice(at, at + mark.length / 2)) === mark)?.[2];
  if (found !== "zip") return found ?? plain(bytes);
  const inside = new TextDecoder("latin1").decode(bytes);
  return OFFICE.find(([mark]) => inside.includes(mark))?.[1] ?? "";
}

function plain(bytes) {
  try {
    return bytes.length && !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0") ? "txt" : "";
  } catch {
    return "";
  }
}

async function redrawn(bytes) {
  const picture = await createImageBitmap(new Blob([bytes]), { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return new Uint8Array(await blob.arrayBuffer());
}

async function one(file, words) {
  if (file.size > LARGEST) throw { sentence: words.large };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(bytes);
  if (!kind) throw { sentence: words.kind };
  try {
    return PICTURES.includes(kind) ? { kind: "jpg", bytes: await redrawn(bytes) } : { kind, bytes };
  } catch {
    throw { sentence: words.kind };
  }
}

// Cleaned files of an input. Throws {sentence} for what is not taken.
export async function cleaned(input, words) {
  const chosen = [...input.files];
  if (chosen.length > MOST) throw { sentence: words.large };
  const files = [];
  for (const file of chosen) files.push(await one(file, words));
  if (files.reduce((sum, file) => sum + file.bytes.length, 0) > TOGETHER) throw { sentence: words.large };
  return files;
}
