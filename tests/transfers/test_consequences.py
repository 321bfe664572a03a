"""What follows a transfer elsewhere: groups, audience, the base of points, and what others hear of it."""

from datetime import timedelta

from tests.factories.activities import an_activity
from tests.factories.transfers import OCTOBER, a_move, coming_in, on_the_way, received
from tests.world import NOW, TODAY
from zhibu.activities.api import activities
from zhibu.groups.models import Place
from zhibu.groups.services.placing import follow_tree
from zhibu.kernel.models import StoredEvent
from zhibu.members.api import roll_on
from zhibu.transfers import services
from zhibu.transfers.events import TransferCompleted
from zhibu.transfers.services import arriving


def told(monkeypatch):
    """Events that transfers publish, as a higher app would hear them."""
    heard = []
    monkeypatch.setattr(arriving, "publish", heard.append)
    return heard


def test_others_hear_of_a_move_with_the_month_up_to_which_dues_are_paid(world, monkeypatch):
    heard = told(monkeypatch)
    done = received(world, a_move(world))
    assert heard == [
        TransferCompleted(
            transfer_id=done.pk, person_id=world.person("bob").pk, from_branch_id=world.branch_a.pk,
            to_branch_id=world.branch_b.pk, kind="internal_move", received_on="2026-11-20", dues_paid_through="2026-10",
        )
    ]  # fmt: skip


def test_others_hear_who_has_left_and_who_has_come(world, monkeypatch):
    heard = told(monkeypatch)
    out = on_the_way(world)
    services.register_receipt(world.viewer("stella"), transfer_id=out.pk, received_on=TODAY, at=NOW)
    came = coming_in(world, paid_through=OCTOBER)
    services.assign(world.viewer("alice"), transfer_id=came.pk, at=NOW)
    assert [(one.from_branch_id, one.to_branch_id, one.dues_paid_through) for one in heard] == [
        (world.branch_a.pk, None, "2026-10"), (None, world.branch_a.pk, "2026-10")
    ]  # fmt: skip
    assert StoredEvent.objects.filter(kind__endswith="TransferCompleted").count() == 0  # nobody listens in this build


def places_of(world):
    rows = Place.objects.filter(person=world.person("bob"), until=None)
    return set(rows.values_list("group__organisation__short_name", flat=True))


def test_groups_follow(world, django_capture_on_commit_callbacks):
    follow_tree(at=NOW)
    before = places_of(world)
    with django_capture_on_commit_callbacks(execute=True):
        received(world, a_move(world))
    after = places_of(world)
    assert ("甲支部" in before, "乙支部" in before) == (True, False)
    assert ("甲支部" in after, "甲一组" in after, "乙支部" in after) == (False, False, True)


def test_the_audience_of_activities_follows(world):
    here = an_activity(world.branch_b, starts_at=NOW + timedelta(days=1))
    assert here not in activities(world.viewer("bob"))
    received(world, a_move(world))
    assert here in activities(world.viewer("bob"))


def test_the_roll_from_which_points_are_counted_follows_by_the_day(world):
    received(world, a_move(world))
    bob = world.person("bob").pk
    branches = [roll_on(TODAY - timedelta(days=back), person_ids=[bob])[0].branch_id for back in (0, 1)]
    assert branches == [world.branch_b.pk, world.branch_a.pk]
