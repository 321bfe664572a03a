"""Transfers made through the services."""

from datetime import date
from uuid import uuid4

from tests.world import NOW, TODAY
from zhibu.members.models import PostHolding
from zhibu.organisations.enums import PostTitle
from zhibu.transfers import services

OCTOBER = date(2026, 10, 1)


def with_secretary_of_b(world):
    """Charlie leads branch B."""
    PostHolding.objects.get_or_create(
        person=world.person("charlie"), organisation=world.branch_b, title=PostTitle.SECRETARY, ended_on=None,
        defaults={"started_on": date(2025, 1, 6)},
    )  # fmt: skip
    return world


def a_move(world, *, name="bob", at=NOW, **more):
    """Bob asks to go from A to B."""
    asked = {"key": uuid4(), "kind": "internal_move", "ground": "unit_changed", "to_branch_id": world.branch_b.pk}
    return services.start(world.viewer(name), at=at, **(asked | more))


def going_out(world, *, kind="cross_province_letter", name="bob", at=NOW, **more):
    """Bob asks to leave for another province."""
    there = {"to_branch_id": None, "to_unit": "示例市示例社区党支部", "addressee": "中共示例市示例区委组织部"}
    return a_move(world, name=name, kind=kind, at=at, **(there | more))


def confirmed(world, transfer, *, at=NOW, **more):
    """Alice, secretary of A, confirms."""
    paid = {"paid_through": OCTOBER} | more
    return services.confirm(world.viewer("alice"), transfer_id=transfer.pk, at=at, **paid)


def approved(world, transfer, *, at=NOW):
    """Alice confirms and Stella of the committee approves."""
    confirmed(world, transfer, at=at)
    return services.approve(world.viewer("stella"), transfer_id=transfer.pk, at=at)


def received(world, transfer, *, at=NOW, **more):
    """All of it: Charlie of B receives."""
    approved(with_secretary_of_b(world), transfer, at=at)
    return services.receive(world.viewer("charlie"), transfer_id=transfer.pk, at=at, **more)


def on_the_way(world, *, at=NOW, days=30, **more):
    """Bob's letter is issued by Stella."""
    return services.issue(
        world.viewer("stella"), transfer_id=approved(world, going_out(world, at=at, **more), at=at).pk,
        valid_days=days, at=at,
    )  # fmt: skip


LETTER = {
    "from_unit": "中共邻省集团委员会", "letter_number": "LS01-2026-0007", "letter_issued_on": date(2026, 11, 2),
    "letter_valid_days": 30, "name": "周新", "citizen_id": "", "joined_on": date(2012, 7, 1),
    "full_on": date(2013, 7, 1), "ethnicity": "汉族", "mobile": "13800000000",
}  # fmt: skip


def coming_in(world, *, name="stella", at=NOW, **more):
    """Stella registers a letter from another province, for branch A."""
    said = {"key": uuid4(), "branch_id": world.branch_a.pk} | LETTER | more
    return services.register_letter(world.viewer(name), at=at, **said)


def a_stay(world, *, name="bob", at=NOW, **more):
    """Bob asks for a mobile member's card."""
    asked = {
        "key": uuid4(), "kind": "mobile", "place": "成都项目部", "reason": "外派", "contact": "13800000000",
        "starts_on": date(2026, 12, 1), "ends_on": date(2027, 5, 31),
    }  # fmt: skip
    return services.ask_stay(world.viewer(name), at=at, **(asked | more))


def away(world, **more):
    """Stella issues the card."""
    return services.issue_stay(world.viewer("stella"), stay_id=a_stay(world, **more).pk, at=NOW)


def a_batch(world, *, name="stella", inside=False, at=NOW, **more):
    """Everybody of branch A goes, by one decision."""
    there = {"to_branch_id": world.branch_b.pk} if inside else {"to_unit": "外省集团党委", "addressee": "外省组织部"}
    asked = {"key": uuid4(), "branch_id": world.branch_a.pk, "document": "示党发〔2026〕12 号", "paid_through": OCTOBER}
    return services.start_batch(world.viewer(name), at=at, **(asked | there | more))


__all__ = [
    "LETTER", "OCTOBER", "TODAY", "a_batch", "a_move", "a_stay", "approved", "away", "coming_in", "confirmed",
    "going_out", "on_the_way", "received", "with_secretary_of_b",
]  # fmt: skip
