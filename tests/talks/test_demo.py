"""What the demo shows of talks is made by the services that people use."""

from datetime import timedelta
from types import SimpleNamespace

from tests.world import NOW
from zhibu.config.demo import talking
from zhibu.ledger.models import Entry
from zhibu.talks.models import Hour, Talk, TalkTime, Undertaking


def test_the_demo_has_a_talk_hours_and_a_moment_to_come(world):
    cast = SimpleNamespace(branches=[None, SimpleNamespace(id=world.branch_a.pk)])
    talking.meet(cast, secretary=world.viewer("alice"), member=world.viewer("bob"), others=[], at=NOW)
    assert Talk.objects.get().is_confirmed
    assert (Entry.objects.count(), Undertaking.objects.count(), Hour.objects.count()) == (2, 1, 6)
    assert TalkTime.objects.filter(state="announced").get().moment == NOW + timedelta(minutes=15)
