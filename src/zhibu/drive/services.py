"""Keeping files and taking them away."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from zhibu.drive.errors import FileEmpty, FileTooLarge, KindNotKept, PictureBroken
from zhibu.drive.models import File
from zhibu.drive.queries import get_file
from zhibu.drive.rules import LARGEST, LONGEST_SIDE, MOST_PIXELS, PICTURES, THUMBNAIL, kind_of, plain_name
from zhibu.kernel.viewer import Viewer


def keep(
    viewer: Viewer,
    upload: "UploadedFile[Any]",
    *,
    of: str = "",
    at: datetime,
    organisation_id: int | None = None,
    key: UUID | None = None,
    largest: int = LARGEST,
) -> File:
    """Keep an uploaded file; the same key again gives the file that is there. The caller has asked whether the
    viewer may put something into `of`.

    Pictures are written anew, without what the camera noted (place, time, device). Raises FileTooLarge, FileEmpty,
    KindNotKept, PictureBroken.
    """
    key = key or uuid4()
    if there := File.objects.filter(key=key, put_by_id=viewer.person_id).first():
        return there
    content = _read(upload, largest)
    kind = kind_of(content)
    if kind is None:
        raise KindNotKept
    fields: dict[str, Any] = {"content_type": kind}
    thumbnail = b""
    if kind in PICTURES:
        content, thumbnail, fields = _pictured(content)
    return _store(viewer, content, thumbnail, key=key, at=at, **fields, of=of, organisation_id=organisation_id,
                  name=plain_name(upload.name or ""))  # fmt: skip


def _read(upload: "UploadedFile[Any]", largest: int) -> bytes:
    if (upload.size or 0) > largest:
        raise FileTooLarge(str(FileTooLarge.sentence) % {"limit": largest // 2**20})
    content = upload.read()
    if not content:
        raise FileEmpty
    return bytes(content)


def _store(viewer: Viewer, content: bytes, thumbnail: bytes, *, key: UUID, at: datetime, **fields: Any) -> File:
    """Bytes first, the row after: a row never points at nothing."""
    stored = default_storage.save(f"drive/{at:%Y/%m}/{uuid4().hex}", ContentFile(content))
    small = default_storage.save(f"{stored}-small", ContentFile(thumbnail)) if thumbnail else ""
    file, new = File.objects.get_or_create(
        key=key, put_by_id=viewer.person_id,
        defaults={
            "put_at": at, "size": len(content), "stored_as": stored,
            "thumbnail_as": small, "sha256": hashlib.sha256(content).hexdigest(), **fields,
        },
    )  # fmt: skip
    if not new:
        _erase([stored, small])
    return file


def _pictured(content: bytes) -> tuple[bytes, bytes, dict[str, Any]]:
    """The picture written anew, its thumbnail, and what the row says of it."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureBroken
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            plain = upright.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise PictureBroken from broken
    small = plain.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    kind = "image/png" if clear else "image/jpeg"
    said = {"content_type": kind, "width": plain.width, "height": plain.height}
    return _written(plain, kind), _written(small, "image/jpeg"), said


def _written(picture: Image.Image, kind: str) -> bytes:
    """Encoded from the pixels alone; no metadata is handed on."""
    out = BytesIO()
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.save(out, "PNG" if kind == "image/png" else "JPEG", quality=82, optimize=True)
    return out.getvalue()


def delete_file(viewer: Viewer, *, file_id: int, at: datetime) -> None:
    """Its keeper takes a file away; whoever has a link finds it gone. Raises NoSuchFile."""
    remove([get_file(viewer, file_id, to="delete").pk], at=at)


def remove(file_ids: Iterable[int], *, at: datetime) -> int:
    """Take files away for the app that owns them (recalled, past their time); returns how many were there."""
    with transaction.atomic():
        found = list(File.objects.select_for_update().filter(pk__in=list(file_ids), deleted_at=None))
        File.objects.filter(pk__in=[file.pk for file in found]).update(deleted_at=at)
        stored = [name for file in found for name in (file.stored_as, file.thumbnail_as)]
        transaction.on_commit(partial(_erase, stored))
    return len(found)


def hang(file_id: int, *, of: str) -> None:
    """Put a file under another of the app's things, whose readers are others. The caller has asked for permission."""
    File.objects.filter(pk=file_id).update(of=of)


def _erase(names: list[str]) -> None:
    for name in filter(None, names):
        default_storage.delete(name)


def read_file(viewer: Viewer, *, file_id: int, thumbnail: bool = False) -> tuple[File, bytes]:
    """A file and its bytes, for whoever may see it; a picture's thumbnail when asked. Raises NoSuchFile."""
    file = get_file(viewer, file_id)
    with default_storage.open((thumbnail and file.thumbnail_as) or file.stored_as) as opened:
        return file, bytes(opened.read())
