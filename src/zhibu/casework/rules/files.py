"""Whether a file is what its name says: by its first bytes."""

_KINDS: tuple[tuple[bytes, tuple[str, ...]], ...] = (
    (b"\xff\xd8\xff", ("jpg", "jpeg", "jfif")),
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"%PDF-", ("pdf",)),
)


def is_honest(head: bytes, name: str) -> bool:
    """A picture or a PDF whose ending fits its content; phones name some pictures without an ending."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    for start, endings in _KINDS:
        if head.startswith(start):
            return not ending or ending in endings
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return webp and ending in ("", "webp")
