"""Papers of a case: put in, taken out. What was typed is kept before, so a refused file loses nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from zhibu.casework.enums import Act
from zhibu.casework.errors import CaseMoved, NoSuchCase, TooManyFiles, WrongFile
from zhibu.casework.models import Case, Material
from zhibu.casework.queries.cases import get_case, locked
from zhibu.casework.rules import standing
from zhibu.casework.rules.files import is_honest
from zhibu.casework.services.log import note
from zhibu.drive.api import keep, remove
from zhibu.kernel.viewer import Viewer

MOST_FILES = 9
HEAD = 4096  # bytes by which a file is known


def checked(upload: "UploadedFile[Any]") -> "UploadedFile[Any]":
    """A file whose content is what its name says, a picture or a PDF. Raises WrongFile."""
    head = upload.read(HEAD)
    upload.seek(0)
    if head and not is_honest(head, upload.name or ""):
        raise WrongFile
    return upload


def put_in(
    viewer: Viewer, *, case_id: int, code: str, upload: "UploadedFile[Any]", key: UUID, at: datetime
) -> Material:
    """Put a file to one of the papers while it is the applicant's turn; the same `key` again is the same file.

    Raises WrongFile, TooManyFiles, CaseMoved, NoSuchCase, and FileTooLarge, FileEmpty, PictureBroken of the drive.
    """
    case = get_case(viewer, case_id, to="own")
    if code not in {one.code for one in case.version.shape.materials}:
        raise NoSuchCase
    file = keep(viewer, checked(upload), of=f"case.{case.pk}", at=at, key=key)
    if file.of != f"case.{case.pk}":  # the key of a file that lies elsewhere: taken out here, it would be gone there
        raise WrongFile
    with transaction.atomic():
        _turn(viewer, case)
        there = Material.objects.filter(case=case, code=code, removed_at=None)
        if there.exclude(file_id=file.pk).count() >= MOST_FILES:
            raise TooManyFiles
        fields = {"name": file.name, "size": file.size, "kept_by_name": viewer.name, "kept_at": at}
        made, new = Material.objects.get_or_create(case=case, code=code, file_id=file.pk, defaults=fields)
        if new:
            note(viewer, case, Act.KEPT, at=at, words=_label(case, code))
    return made


def _turn(viewer: Viewer, found: Case) -> Case:
    case = locked([found.pk]).get()
    if not standing.may_supply(viewer, case):
        raise CaseMoved
    return case


def _label(case: Case, code: str) -> str:
    return next((one.label for one in case.version.shape.materials if one.code == code), code)


def take_out(viewer: Viewer, *, material_id: int, at: datetime) -> Case:
    """Take a file out while it is the applicant's turn; twice is once. Raises CaseMoved, NoSuchCase."""
    material = Material.objects.filter(pk=material_id).first()
    if material is None:
        raise NoSuchCase
    case = get_case(viewer, material.case_id, to="own")
    with transaction.atomic():
        _turn(viewer, case)
        if Material.objects.filter(pk=material.pk, removed_at=None).update(removed_at=at):
            remove([material.file_id], at=at)
            note(viewer, case, Act.REMOVED, at=at, words=_label(case, material.code))
    return case
