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
    plan = {"title": "每晚四题", "seconds": 26, "pause": 4, "pass_mark": 3, "reward_note": "每题最先答对者得书签一枚"}
    round_ = a_round(world, at=now(), kinds=KINDS[:4], **plan)
    return {"round": round_.pk, "sessions": {name: session_of(world.accounts[name]) for name in world.accounts}}


def session_of(account) -> str:
    """A session's key in which the account has passed the second factor."""
    from django.conf import settings
    from django.test import Client

    from tests.clients import sign_in

    return sign_in(Client(), account).cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    django.setup()
    sys.stdout.write(json.dumps({"quiz": quiz}[sys.argv[1]]()))
