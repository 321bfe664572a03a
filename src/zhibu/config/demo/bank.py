"""The question bank of the demo: a table brought in by staff, reviewed by the committee's secretary."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from zhibu.config.demo.cast import Cast
from zhibu.kernel.viewer import Viewer
from zhibu.questions import services
from zhibu.questions.queries.bank import waiting

TABLE = Path(__file__).with_name("questions.csv")
KEY = UUID("5b6f1f0a-0000-4000-8000-000000000001")
LEFT_WAITING = 4  # so that the review page has work


def fill(cast: Cast, *, staff: Viewer, reviewer: Viewer, at: datetime) -> int:
    """About sixty questions, all but the last few in use; returns how many are in use."""
    written, reviewed = at - timedelta(days=40), at - timedelta(days=33)
    with TABLE.open("rb") as file:
        upload = services.upload_questions(
            staff, organisation_id=cast.committee_id, file=file, name=TABLE.name, key=KEY, at=written
        )
    services.import_questions(staff, import_id=upload.pk, skip_bad_rows=False, at=written)
    ids = [question.pk for question in waiting(reviewer)][:-LEFT_WAITING]
    return services.review_questions(reviewer, question_ids=ids, approve=True, at=reviewed)
