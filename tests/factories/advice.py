"""Offices and advice, made through the services."""

from uuid import uuid4

from django.core.cache import cache

from tests.world import NOW
from zhibu.advice import services
from zhibu.advice.models import Office

LONG_WAY = "夜班下班没有班车，回家要走很远。"


def an_office(world, *, name="后勤", officer="alice", at=NOW, days=10):
    """Logistics at the committee; Alice answers."""
    if there := Office.objects.filter(organisation=world.hq, name=name).first():
        return there
    stella = world.viewer("stella")
    made = services.found_office(
        stella, key=uuid4(), organisation_id=world.hq.pk, name=name, answer_days=days, at=at, about="食堂、班车、宿舍"
    )
    if officer:
        services.name_officer(stella, office_id=made.pk, person_id=world.person(officer).pk, at=at)
    return made


def some_advice(
    world, *, name="bob", title="夜班班车", text="夜班下班没有班车，回家要走很远。", signing="open", at=NOW, **more
):
    """Bob's advice to logistics, waiting to be read."""
    if not more.pop("in_a_row", False):
        cache.clear()  # nobody wrote much within the hour
    office = more.pop("office", None) or an_office(world, at=at)
    viewer = more.pop("viewer", None) or world.viewer(name)
    return services.write(
        viewer, key=uuid4(), office_id=office.pk, title=title, text=text, signing=signing, at=at, **more
    ).advice


def on_the_board(world, *, at=NOW, **more):
    """The same, read and public."""
    made = some_advice(world, at=at, **more)
    return services.decide(world.viewer("alice"), advice_id=made.pk, shown=True, reason="", at=at)


def answered(world, *, at=NOW, **more):
    """The same, answered."""
    made = on_the_board(world, at=at, **more)
    step(world, made, "answered", at=at)
    return made


def step(world, advice, state, *, text="十二月起加开一班", name="alice", at=NOW):
    """Alice says something."""
    return services.take_step(world.viewer(name), advice_id=advice.pk, key=uuid4(), state=state, text=text, at=at)
