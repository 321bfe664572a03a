"""Dues in the small world: assessments, orders, money, made through the services."""

from datetime import timedelta
from uuid import uuid4

from tests.world import NOW
from zhibu.dues import services
from zhibu.dues.enums import Told
from zhibu.dues.models import Obligation
from zhibu.dues.rules.sealing import Figure
from zhibu.dues.services.gateways import trial
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category
from zhibu.members.models import Membership

CODE = "ABCDE-FGHIJ-KLMNO-PQRST"
SYSTEM, STAFF = Viewer.system("tests"), Viewer.system("treasury")
BASE = 764_000


def assessed(world, name="bob", *, base=BASE, year=None, at=NOW, kind="wage_earner", **other):
    """Bob enters his base; the months of the year so far are billed."""
    return services.assess_self(
        world.viewer(name), year=year or at.year, kind=kind, figure=Figure(base=base), code=CODE, at=at, **other
    )


def months_of(world, name="bob", **which):
    return list(Obligation.objects.filter(person=world.person(name), **which).order_by("month"))


def owed(world, name="bob"):
    return [f"{month.month:%m}" for month in months_of(world, name, state="due")]


def month_ids(world, *numbers, name="bob", year=2026):
    rows = Obligation.objects.filter(person=world.person(name), month__year=year, month__month__in=numbers)
    return list(rows.values_list("pk", flat=True))


def an_order(world, *months, name="bob", at=NOW, key=None, person=None):
    """Bob begins to pay some months on line."""
    chosen = month_ids(world, *(months or (11,)), name=person or name)
    return services.open_order(
        world.viewer(name), key=key or uuid4(), obligation_ids=chosen, gateway_code="trial", at=at,
    )  # fmt: skip


def notice_of(order, *, at=NOW, amount=None):
    """The trial gateway took the money; the notice that it sends."""
    paid = trial.take_money(order.number, amount or order.total_fen, at=at)
    return trial.notice(paid, at=at)


def call_back(order, *, at=NOW, amount=None):
    """The notice of a payment comes in."""
    headers, body = notice_of(order, at=at, amount=amount)
    return services.take_callback(gateway_code="trial", headers=headers, body=body, at=at)


def paid(world, *months, name="bob", at=NOW):
    """Assessed, ordered, paid and told."""
    return call_back(an_order(world, *months, name=name, at=at), at=at)


def registered(world, *months, name="bob", by="alice", method="cash", at=NOW, key=None, note=""):
    """Alice writes down money that Bob handed in."""
    return services.register_payment(
        world.viewer(by), key=key or uuid4(), person_id=world.person(name).pk, note=note, method=method, at=at,
        obligation_ids=month_ids(world, *(months or (11,)), name=name), received_on=at.date(), reference="",
    )  # fmt: skip


def promoted(world, name, *, into):
    """A person of the world becomes a member of a branch."""
    Membership.objects.create(
        person=world.person(name), branch=into, category=Category.FULL,
        joined_on=NOW.date() - timedelta(days=4000), full_on=NOW.date() - timedelta(days=3600),
    )  # fmt: skip


def a_use(world, *, fen=30_000, by="alice", present=5, key=None):
    """A meeting decided to buy papers."""
    return services.decide_use(
        world.viewer(by), key=key or uuid4(), organisation_id=world.branch_a.pk, purpose="use_study_material",
        amount_fen=fen, text="订阅党刊", meeting="支委会", decided_on=NOW.date(), present=present, at=NOW,
    )  # fmt: skip


def tell(order, outcome="paid", *, amount=None, reference="R1", told=Told.QUERY, at=NOW):
    said = services.Said(
        number=order.number, outcome=outcome, amount_fen=order.total_fen if amount is None else amount,
        reference=reference,
    )  # fmt: skip
    return services.tell(SYSTEM, said, told=told, at=at)
