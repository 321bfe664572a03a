"""Reads about files. The app that owns a file says who may read it."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from zhibu.drive.errors import NoSuchFile
from zhibu.drive.models import File
from zhibu.kernel.viewer import Viewer

MayRead = Callable[[Viewer, str], bool]
_readable: dict[str, MayRead] = {}


def readable(prefix: str) -> Callable[[MayRead], MayRead]:
    """Register who may read the files of "prefix.key"; called with the viewer and the key."""

    def register(function: MayRead) -> MayRead:
        _readable[prefix] = function
        return function

    return register


def get_file(viewer: Viewer, pk: int, *, to: str = "see") -> File:
    """A file that the viewer may see or delete, or NoSuchFile alike for missing, deleted and forbidden."""
    found = File.objects.filter(pk=pk, deleted_at=None).first()
    if found is None or not _may(viewer, found, to):
        raise NoSuchFile
    return found


def _may(viewer: Viewer, file: File, to: str) -> bool:
    own = viewer.is_system or (viewer.person_id is not None and file.put_by_id == viewer.person_id)
    if to == "delete" or not file.of:
        return own
    prefix, _, key = file.of.partition(".")
    asked = _readable.get(prefix)
    return asked is not None and asked(viewer, key)


def my_files(viewer: Viewer) -> QuerySet[File]:
    """What the viewer put there and has not deleted, the latest first."""
    return File.objects.filter(put_by_id=viewer.person_id or 0, deleted_at=None).order_by("-put_at", "-pk")


def files(pks: Iterable[int]) -> dict[int, File]:
    """Files by id, deleted ones too; for the app that owns them and has asked for permission itself."""
    return File.objects.in_bulk(list(set(pks)))
