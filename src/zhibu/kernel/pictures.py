"""QR codes for pages: an image that needs no address of its own, so the secret in it is nowhere else."""

import segno


def qr(text: str, *, scale: int = 5) -> str:
    """A data: address of an SVG, dark on white with its quiet zone."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=scale, light="#fff", dark="#000"))
