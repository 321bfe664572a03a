"""Publishing once a year what came in and what became of it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.dues.errors import AlreadyPublished, YearNotOver
from zhibu.dues.models import YearSheet
from zhibu.dues.queries.books import year_figures
from zhibu.dues.queries.people import collected
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer


def publish_year(viewer: Viewer, *, organisation_id: int, year: int, at: datetime) -> YearSheet:
    """Fix the year's figures and show them to the members: totals, and of each person the months, never the sums.

    Raises NoSuchDues, YearNotOver, AlreadyPublished.
    """
    node = collected(viewer, organisation_id)
    if year >= local_date(at).year:
        raise YearNotOver
    try:
        with transaction.atomic():
            sheet = YearSheet.objects.create(
                organisation_id=node.pk, year=year, figures=year_figures(node.pk, year), published_by=viewer.name,
                published_at=at,
            )  # fmt: skip
            audit(viewer, action="dues.published", subject=f"organisation:{node.pk}", at=at, year=year)
            return sheet
    except IntegrityError as error:
        raise AlreadyPublished from error
