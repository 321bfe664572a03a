"""The main job, start to finish, on phones: a real roster comes in, a branch holds its meeting, members sign up and
are recorded, the record book fills by itself, points are computed from it, published, objected to and corrected."""

from types import SimpleNamespace

import pytest

from tests.journeys import meeting, points, roster
from zhibu.members.models import Membership
from zhibu.organisations.models import Organisation

pytestmark = pytest.mark.journey


def test_from_a_roster_to_corrected_points(browse, beginning):
    staff = browse()
    roster.bring_in(staff, beginning)

    branch = Organisation.objects.get(short_name="研发中心党支部")
    cast = roster.cast_of(beginning, branch)
    phones = SimpleNamespace(**{name: browse(account) for name, account in cast.accounts.items()}, staff=staff)
    earlier = meeting.held_last_quarter(cast)

    activity = meeting.called(phones.secretary, cast)
    meeting.answered(phones, activity)
    meeting.attended(phones, activity, cast)
    meeting.closed_and_listed(phones.secretary, activity, cast)
    meeting.minuted(phones, activity, cast)
    meeting.stands_in_the_book(phones, activity, cast)

    points.switched_on(staff, earlier)
    settlement = points.settled(staff, earlier, members=Membership.objects.filter(branch=branch).count())
    points.read_and_objected(phones.member, settlement, cast)
    points.corrected(phones, settlement, cast)
