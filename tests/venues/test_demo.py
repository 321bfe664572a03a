"""What the demo shows of venues is made by the services that people use."""

from tests.world import NOW
from zhibu.config.demo import visitors
from zhibu.venues.models import ClosedDay, Remark, Reservation, Venue, Visit
from zhibu.venues.queries import figures


def test_the_demo_has_thirty_thousand_visitors_groups_words_and_a_room(world):
    who = {"staff": world.viewer("stella"), "steward": world.viewer("eve"), "guide": world.viewer("bob")}
    visitors.receive(world.hq.pk, at=NOW, **who)
    found = Venue.objects.get(kind="hall")
    assert figures.total(found) > 30_000
    assert Visit.objects.filter(is_group=True).count() == 2
    assert Visit.objects.get(guide=world.person("bob")).people == 32
    assert sorted(Remark.objects.values_list("state", flat=True)) == ["shown", "waiting"]
    assert (Reservation.objects.count(), ClosedDay.objects.count()) == (2, 1)
