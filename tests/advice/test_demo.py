"""What the demo shows of advice is made by the services that people use."""

from tests.world import NOW
from zhibu.advice.models import Advice, Brief
from zhibu.config.demo import board


def test_the_demo_has_a_board_in_all_states_and_a_published_brief(world):
    people = [world.viewer(name) for name in ("bob", "charlie", "dana", "eve", "sam", "olga")]
    board.collect(world.hq.pk, staff=world.viewer("stella"), officer=world.viewer("alice"), people=people, at=NOW)
    states = set(Advice.objects.values_list("state", flat=True))
    assert states == {"waiting", "received", "answered", "adopted", "done", "joined"}
    brief = Brief.objects.get(state="published")
    assert [(topic.title, topic.count) for topic in brief.topics.all()] == [("夜班怎么回家", 6), ("食堂的饭菜", 5)]
