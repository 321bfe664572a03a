"""A table of questions comes in by way of a preview, and goes out."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.questions.errors import NothingToImport
from zhibu.questions.models import Question, QuestionImport
from zhibu.questions.queries.bank import bank, get_import, keeps, stems_over
from zhibu.questions.rules.drafts import as_cells, read_draft
from zhibu.questions.rules.tables import Reading, read_table, workbook
from zhibu.questions.services.writing import write_question

SHOWN_PROBLEMS = 1000


def preview_questions(viewer: Viewer, *, organisation_id: int, file: BinaryIO) -> Reading:
    """What a table would bring, with every problem; nothing is kept. Raises UnreadableTable, NoSuchQuestion."""
    return read_table(file, known=stems_over(keeps(viewer, organisation_id)))


def upload_questions(
    viewer: Viewer, *, organisation_id: int, file: BinaryIO, name: str, key: UUID, at: datetime
) -> QuestionImport:
    """Preview a table and keep its rows for the decision. The same `key` again gives the same import."""
    if (known := QuestionImport.objects.filter(key=key).first()) is not None:
        return get_import(viewer, known.pk)
    reading = preview_questions(viewer, organisation_id=organisation_id, file=file)
    try:
        with transaction.atomic():
            return QuestionImport.objects.create(
                key=key, organisation_id=organisation_id, uploaded_by_id=viewer.person_id,
                uploaded_by_name=viewer.name, uploaded_at=at, file_name=name[-120:], rows=reading.rows,
                drafts={str(row): as_cells(draft) for row, draft in reading.drafts.items()},
                problems=[problem.as_json() for problem in reading.problems[:SHOWN_PROBLEMS]],
            )  # fmt: skip
    except IntegrityError:
        return QuestionImport.objects.get(key=key)


def import_questions(viewer: Viewer, *, import_id: int, skip_bad_rows: bool, at: datetime) -> QuestionImport:
    """Write the sound rows of an upload as drafts that wait for review; again is the same. Raises NothingToImport."""
    found = get_import(viewer, import_id)
    if not found.drafts or (found.bad_rows and not skip_bad_rows):
        raise NothingToImport
    with transaction.atomic():
        upload = QuestionImport.objects.select_for_update().get(pk=found.pk)
        if upload.imported_at is None:
            _write_rows(viewer, upload, at)
            upload.imported_at = at
            upload.save(update_fields=["imported_at"])
            subject = f"question-import:{upload.pk}"
            audit(viewer, action="questions.imported", subject=subject, at=at, count=len(upload.drafts))
    return upload


def _write_rows(viewer: Viewer, upload: QuestionImport, at: datetime) -> None:
    for row, cells in sorted(upload.drafts.items(), key=lambda item: int(item[0])):
        draft, _faults = read_draft(cells)
        if draft is not None:
            key = uuid5(upload.key, row)
            write_question(viewer, organisation_id=upload.organisation_id, draft=draft, key=key, at=at)


def export_questions(viewer: Viewer, *, ids: list[int], at: datetime) -> bytes:
    """These questions, as far as the viewer keeps them, as a table that can be imported again; noted in the log."""
    rows: list[Question] = list(bank(viewer).filter(pk__in=ids).prefetch_related("tags").order_by("pk"))
    with transaction.atomic():
        audit(viewer, action="questions.exported", subject="questions", at=at, count=len(rows))
    return workbook(row.draft for row in rows)
