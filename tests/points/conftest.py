"""A scheme in force at HQ."""

from datetime import UTC, datetime

import pytest

from tests.factories.points import csv_of
from zhibu.points import services

MADE = datetime(2026, 1, 5, 2, tzinfo=UTC)


@pytest.fixture
def scheme(world):
    """The small scheme, in force in 2026 over HQ and its branches."""
    stella = world.viewer("stella")
    draft = services.import_scheme(
        stella, organisation_id=world.hq.pk, year=2026, title="党员积分管理办法", text=csv_of(), at=MADE
    )
    return services.activate_scheme(stella, scheme_id=draft.pk, resolution="2026年1月党委会第1号决议", at=MADE)
