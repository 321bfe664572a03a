"""The draw: fair, the same for everybody who makes it again, and nothing kept of those who did not come."""

import html
import re
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.talks import AFTER, DURING, MOMENT, a_drawn_talk, a_time
from tests.world import NOW, add_member
from zhibu.audit.models import AuditRow
from zhibu.kernel.schedule import run_due
from zhibu.members.models import Membership
from zhibu.notify.models import Message as Notice
from zhibu.talks import services
from zhibu.talks.enums import TimeState
from zhibu.talks.errors import HostHimself, MomentOver, NoSuchTalk, NotAHost, NotYet, TalkedLately, TooSoon
from zhibu.talks.models import Entrant, Talk, TalkTime
from zhibu.talks.rules.draw import commitment, drawn, pool_hash, script

LINES = st.lists(st.text("0123456789ABCDEF", min_size=8, max_size=8), unique=True, min_size=1, max_size=30)


def run(source):
    done = subprocess.run([sys.executable, "-I", "-c", source], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


@given(st.text("0123456789abcdef", min_size=64, max_size=64), LINES, st.randoms())
def test_the_order_of_the_pool_makes_no_difference(seed, pool, random):
    mixed = random.sample(pool, len(pool))
    assert drawn(seed, pool) == drawn(seed, mixed) in pool
    assert pool_hash(pool) == pool_hash(mixed)


def test_every_ticket_has_the_same_chance():
    pool = [f"{n:08X}" for n in range(5)]
    counts = Counter(drawn(f"{seed:064x}", pool) for seed in range(5000))
    assert set(counts) == set(pool)
    assert all(850 < count < 1150 for count in counts.values())


def test_an_empty_pool_draws_nobody():
    assert drawn("s", []) is None


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_the_script_draws_what_the_product_draws(size):
    pool = [f"{n * 7919:08X} {n:032x}" for n in range(size)]
    source = script("ab" * 32, pool)
    assert run(source) == drawn("ab" * 32, pool).split()[0]
    assert len(source.splitlines()) <= 20


def test_the_script_finds_a_pool_or_a_seed_that_was_changed():
    source = script("ab" * 32, ["00000001 x", "00000002 y"])
    for before, after in (("00000002 y", "00000003 y"), ("abab", "acab")):
        with pytest.raises(subprocess.CalledProcessError):
            run(source.replace(before, after, 1))


def test_the_very_script_on_the_page_gives_the_ticket_on_the_page(world, as_user):
    add_member(world, "frank", world.branch_a)
    time = a_time(world)
    for name in ("bob", "frank"):
        services.shake(world.viewer(name), time_id=time.pk, at=DURING)
    services.draw(world.viewer("alice"), time_id=time.pk, at=AFTER)
    page = as_user("bob").get(reverse("talks:time", args=[time.pk])).content.decode()
    source = html.unescape(re.search(r'<pre[^>]*id="draw-script"[^>]*>(.*?)</pre>', page, re.S)[1])
    assert run(source) == re.search(r'id="drawn-ticket">(\w+)<', page)[1]
    assert "Frank" not in page


def test_the_seed_is_fixed_and_hidden_before_and_shown_after(world, as_user):
    time = a_time(world)
    page = as_user("bob").get(reverse("talks:time", args=[time.pk])).content.decode()
    assert (time.committed == commitment(time.seed), time.committed in page, time.seed in page) == (True, True, False)
    services.shake(world.viewer("bob"), time_id=time.pk, at=DURING)
    after = services.draw(world.viewer("alice"), time_id=time.pk, at=AFTER)
    assert (after.seed, after.committed) == (time.seed, time.committed)
    assert time.seed in as_user("bob").get(reverse("talks:time", args=[time.pk])).content.decode()


def test_shaking_again_gives_no_second_ticket_and_no_new_number(world):
    time = a_time(world)
    first = services.shake(world.viewer("bob"), time_id=time.pk, at=DURING, chance="a" * 32)
    again = services.shake(world.viewer("bob"), time_id=time.pk, at=DURING, chance="b" * 32)
    assert (first.line, Entrant.objects.count()) == (again.line, 1)


@pytest.mark.parametrize("chance", ["", "A" * 32, "a" * 31, "a\n" + "b" * 31, "x" * 500])
def test_a_number_that_is_none_is_made_by_the_server(world, chance):
    made = services.shake(world.viewer("bob"), time_id=a_time(world).pk, at=DURING, chance=chance)
    assert len(made.chance) == 32
    assert made.chance != chance


def test_shaking_counts_within_the_minute_alone(world):
    time = a_time(world)
    with pytest.raises(NotYet):
        services.shake(world.viewer("bob"), time_id=time.pk, at=MOMENT - timedelta(seconds=1))
    with pytest.raises(MomentOver):
        services.shake(world.viewer("bob"), time_id=time.pk, at=AFTER)
    with pytest.raises(NotYet):
        services.draw(world.viewer("alice"), time_id=time.pk, at=DURING)


def test_who_joined_and_did_not_come_leaves_no_trace(world):
    add_member(world, "frank", world.branch_a)
    time = a_time(world)
    services.join(world.viewer("frank"), time_id=time.pk, at=NOW)
    services.shake(world.viewer("bob"), time_id=time.pk, at=DURING)
    services.draw(world.viewer("alice"), time_id=time.pk, at=AFTER)
    frank = world.person("frank").pk
    assert not Entrant.objects.filter(person_id=frank).exists()
    assert not Talk.objects.filter(guest_id=frank).exists()
    assert not [row for row in AuditRow.objects.all() if "Frank" in str(row.__dict__)]


def test_nobody_came(world):
    time = a_time(world)
    assert services.draw(world.viewer("alice"), time_id=time.pk, at=AFTER).state == TimeState.EMPTY
    assert not Talk.objects.exists()


def test_one_came_and_is_drawn(world):
    talk = a_drawn_talk(world)
    assert (talk.host, talk.guest) == (world.person("alice"), world.person("bob"))
    assert len(talk.time.pool) == 1


def test_the_secretary_is_not_in_his_own_pool(world):
    with pytest.raises(HostHimself):
        services.shake(world.viewer("alice"), time_id=a_time(world).pk, at=DURING)


def test_recent_partners_leave_the_chance_to_others_for_three_months(world):
    talk = a_drawn_talk(world)
    later = a_time(world, moment=NOW + timedelta(days=80), at=NOW)
    with pytest.raises(TalkedLately):
        services.join(world.viewer("bob"), time_id=later.pk, at=NOW + timedelta(days=80))
    assert services.join(world.viewer("bob"), time_id=later.pk, at=talk.starts_at + timedelta(days=91)).pk


def test_drawing_twice_is_drawing_once(world):
    time = a_drawn_talk(world).time
    services.draw(world.viewer("alice"), time_id=time.pk, at=AFTER + timedelta(hours=1))
    assert Talk.objects.count() == 1


def test_the_job_draws_when_the_host_forgets(world):
    time = a_time(world)
    services.shake(world.viewer("bob"), time_id=time.pk, at=DURING)
    run_due(at=AFTER)
    assert TalkTime.objects.get().state == TimeState.DRAWN


def test_a_moved_time_is_drawn_at_its_new_moment(world):
    time = a_time(world)
    services.move_time(world.viewer("alice"), time_id=time.pk, moment=MOMENT + timedelta(hours=2), at=NOW)
    run_due(at=AFTER)
    assert TalkTime.objects.get().state == TimeState.ANNOUNCED


def test_a_cancelled_time_forgets_its_tickets(world):
    time = a_time(world)
    services.join(world.viewer("bob"), time_id=time.pk, at=NOW)
    services.cancel_time(world.viewer("alice"), time_id=time.pk, at=NOW)
    assert not Entrant.objects.exists()
    with pytest.raises(NoSuchTalk):
        services.join(world.viewer("bob"), time_id=time.pk, at=NOW)


@pytest.mark.parametrize("name", ["charlie", "dana", "eve"])
def test_other_branches_and_employees_are_not_in_reach_of_the_draw(world, name):
    with pytest.raises(NoSuchTalk):
        services.shake(world.viewer(name), time_id=a_time(world).pk, at=DURING)


@pytest.mark.parametrize("name", ["bob", "stella", "dana"])
def test_only_who_heads_the_branch_announces(world, name):
    with pytest.raises(NotAHost):
        a_time(world, name=name)


def test_a_moment_in_the_past_is_refused(world):
    with pytest.raises(TooSoon):
        a_time(world, moment=NOW)


def test_a_member_who_left_the_branch_shakes_no_more(world):
    time = a_time(world)
    services.join(world.viewer("bob"), time_id=time.pk, at=NOW)
    Membership.objects.filter(person=world.person("bob")).update(branch=world.branch_b, group=None)
    with pytest.raises(NoSuchTalk):
        services.shake(world.viewer("bob"), time_id=time.pk, at=DURING)


def test_the_branch_is_told_once_and_others_are_not(world):
    a_time(world)
    assert {notice.person_id for notice in Notice.objects.all()} == {world.person("bob").pk}


def test_while_all_shake_no_page_has_to_fetch_anything(world, published):
    """The host hears the number; a second shake tells nobody anything."""
    time = a_time(world)
    published.clear()
    for _ in range(2):
        services.shake(world.viewer("bob"), time_id=time.pk, at=DURING)
    assert published == [(f"shake.{time.pk}", "shaken", {"n": 1})]
