"""Fills the database of a server process of its own: `python -m tests.journeys.stages quiz` prints what is there."""

import json
import os
import sys

import django

# ruff: noqa: PLC0415 (what needs Django is imported once its settings stand)


def quiz() -> dict:
    """Branch A with a sealed round of four kinds that begins in an hour; everybody has a session."""
    from tests.factories.quiz import KINDS, a_round
    from tests.world import add_member, build_world
    from zhibu.kernel.clock import now

    world = build_world()
    add_member(world, "wang", world.branch_a)
    plan = {"title": "每晚四题", "seconds": 26, "pause": 8, "pass_mark": 3, "reward_note": "每题最先答对者得书签一枚"}
    round_ = a_round(world, at=now(), kinds=KINDS[:4], **plan)
    return {"round": round_.pk, "sessions": {name: session_of(world.accounts[name]) for name in world.accounts}}


def groups() -> dict:
    """The groups of branches A and B, each with a line that was said yesterday."""
    from datetime import timedelta

    from tests.factories.groups import a_message, the_branch_group
    from tests.world import build_world
    from zhibu.kernel.clock import now

    world = build_world()
    a, b = the_branch_group(world, at=now()), the_branch_group(world, world.branch_b, at=now())
    a_message(a, world.person("alice"), "甲支部明晚学习", at=now() - timedelta(days=1))
    a_message(b, world.person("charlie"), "乙支部后天集合", at=now() - timedelta(days=1))
    sessions = {name: session_of(world.accounts[name]) for name in world.accounts}
    return {"a": a.pk, "b": b.pk, "bob": world.person("bob").pk, "sessions": sessions}


def transfer() -> dict:
    """On the same database, while the server runs: Bob goes over to branch B."""
    from zhibu.kernel.clock import local_date, now
    from zhibu.kernel.viewer import Viewer
    from zhibu.members.models import Person
    from zhibu.members.services.membership import move_branch
    from zhibu.organisations.models import Organisation

    bob, b = Person.objects.get(name="Bob"), Organisation.objects.get(short_name="乙支部")
    moved_on = local_date(now())
    move_branch(Viewer.system("test"), person_id=bob.pk, branch_id=b.pk, moved_on=moved_on, at=now())
    return {}


def talk() -> dict:
    """Alice and Bob were drawn for a talk."""
    from datetime import timedelta

    from tests.factories.talks import a_time
    from tests.world import build_world
    from zhibu.kernel.clock import now
    from zhibu.talks import services

    world, at = build_world(), now()
    moment = at + timedelta(hours=1)
    time = a_time(world, moment=moment, at=at)
    services.shake(world.viewer("bob"), time_id=time.pk, at=moment)
    time = services.draw(world.viewer("alice"), time_id=time.pk, at=moment + timedelta(seconds=61))
    return {"talk": time.talk.pk, "sessions": {name: session_of(world.accounts[name]) for name in ("alice", "bob")}}


def transfers() -> dict:
    """The small world, a session for everybody, and this installation's public key."""
    from tests.world import build_world
    from zhibu.kernel.clock import now
    from zhibu.transfers.services import own_key

    world = build_world()
    return {
        "public": own_key(at=now()).public, "branch_b": world.branch_b.pk,
        "sessions": {name: session_of(world.accounts[name]) for name in world.accounts},
    }  # fmt: skip


def memberships() -> dict:
    """What the tables say in the end: Bob's status, the newest membership, the letters that left."""
    from zhibu.members.models import Membership
    from zhibu.transfers.models import Envelope

    newest = Membership.objects.latest("pk")
    return {
        "bob": Membership.objects.filter(person__name="Bob").earliest("pk").status,
        "newest": [newest.branch_id, newest.status],
        "sent": list(Envelope.objects.filter(outgoing=True).values_list("state", flat=True)),
    }


def session_of(account) -> str:
    """A session's key in which the account has passed the second factor."""
    from django.conf import settings
    from django.test import Client

    from tests.clients import sign_in

    return sign_in(Client(), account).cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    django.setup()
    stages = {
        "quiz": quiz,
        "groups": groups,
        "transfer": transfer,
        "talk": talk,
        "transfers": transfers,
        "memberships": memberships,
    }
    sys.stdout.write(json.dumps(stages[sys.argv[1]]()))
