"""What a file is, by its first bytes and never by its name."""

import re
import unicodedata

LARGEST = 20 * 2**20  # bytes of one file
MOST_PIXELS = 50_000_000  # a picture of more is a mistake, or meant to fill the memory
LONGEST_SIDE = 2560  # pixels: enough for a screen and a printed page
THUMBNAIL = 480

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # Office and WPS before 2007
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", f"{_OFFICE}wordprocessingml.document"),
    (b"xl/", f"{_OFFICE}spreadsheetml.sheet"),
    (b"ppt/", f"{_OFFICE}presentationml.presentation"),
)
_BOXES = {b"M4A ": "audio/mp4", b"isom": "video/mp4", b"mp42": "video/mp4", b"qt  ": "video/quicktime"}
_BOXES |= {b"iso5": "video/mp4", b"iso6": "video/mp4", b"dash": "audio/mp4", b"mp41": "video/mp4"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def kind_of(content: bytes) -> str | None:
    """The content type of a file's bytes, None for what is not kept (programs, disk images, the unknown)."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[4:8] == b"ftyp":
        return _BOXES.get(content[8:12])
    if content[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(content[8:12])
    if content[:4] == b"PK\x03\x04":
        return _zipped(content)
    return "text/plain" if _is_text(content) else None


def _zipped(content: bytes) -> str:
    if b"[Content_Types].xml" in content:
        for folder, kind in _ZIPPED:
            if folder in content:
                return kind
    return "application/zip"


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for coding in ("utf-8", "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return not any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\x0c" for letter in text[:4096])
    return False


def plain_name(name: str) -> str:
    """A name without folders, control characters and marks that turn the writing direction; at most 120 letters."""
    cleaned = _UNSEEN.sub("_", name).strip(" ._") or "文件"
    stem, dot, end = cleaned.rpartition(".")
    return f"{stem[: 119 - len(end)]}.{end}" if dot and len(end) <= 8 else cleaned[:120]


def size_text(size: int) -> str:
    """Bytes as people write them."""
    if size < 2**20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 2**20:.1f} MB"
