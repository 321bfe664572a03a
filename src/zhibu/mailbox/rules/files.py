"""What a file is by its contents, and a picture without what the camera noted."""

from io import BytesIO

from PIL import Image, ImageOps

LARGEST, MOST, TOGETHER = 10 * 2**20, 5, 25 * 2**20
LONGEST_WORDS = 20_000
LONGEST_SIDE, MOST_PIXELS = 2560, 60_000_000

# First bytes (at a place) → extension. The browser's table in static/mailbox/clean.js is the same.
_KINDS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpg"), (0, b"\x89PNG\r\n\x1a\n", "png"), (8, b"WEBP", "webp"), (0, b"GIF8", "gif"),
    (0, b"%PDF-", "pdf"), (0, b"PK\x03\x04", "zip"), (0, b"\xd0\xcf\x11\xe0", "doc"),
    (0, b"ID3", "mp3"), (0, b"\xff\xfb", "mp3"), (0, b"#!AMR", "amr"), (8, b"WAVE", "wav"), (0, b"OggS", "ogg"),
    (4, b"ftyp", "mp4"), (0, b"\x1aE\xdf\xa3", "webm"),
)  # fmt: skip
PICTURES = ("jpg", "png", "webp", "gif")
_OFFICE = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))


def kind_of(content: bytes) -> str:
    """The extension that the contents deserve, whatever the file is called; "" for none that is taken."""
    kind = next((kind for at, mark, kind in _KINDS if content[at : at + len(mark)] == mark), "")
    if kind == "zip":
        return next((office for mark, office in _OFFICE if mark in content), "")
    return kind or _text(content)


def _text(content: bytes) -> str:
    try:
        return "txt" if content and "\0" not in content.decode() else ""
    except UnicodeDecodeError:
        return ""


def cleaned(content: bytes, kind: str) -> tuple[bytes, str]:
    """A picture drawn anew from its pixels, as JPEG; anything else as it is. Raises ValueError for a broken one."""
    if kind not in PICTURES:
        return content, kind
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as broken:
        raise ValueError("no picture") from broken
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare, out = Image.new("RGB", upright.size), BytesIO()
    bare.paste(upright)
    bare.save(out, "JPEG", quality=85)
    return out.getvalue(), "jpg"
