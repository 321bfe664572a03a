"""What the demo shows of dues is made by the services that people use."""

from datetime import date
from types import SimpleNamespace

from tests.world import NOW, add_member
from zhibu.config.demo import paying
from zhibu.dues.models import ArrearsTask, Assessment, Hardship, Obligation, Order, Receipt, Remittance, Use, YearSheet
from zhibu.dues.queries.books import trial_balance
from zhibu.members.models import PostHolding
from zhibu.organisations.enums import PostTitle


def test_the_demo_has_payments_a_figure_to_confirm_a_request_and_arrears(world):
    for number in range(8):
        add_member(world, f"member{number}", world.branch_a)
    add_member(world, "deputy", world.branch_a)
    PostHolding.objects.create(
        person=world.person("deputy"), organisation=world.branch_a, title=PostTitle.DEPUTY_SECRETARY,
        started_on=date(2025, 1, 6),
    )  # fmt: skip
    members = [world.person(name).pk for name in ("alice", "deputy", "bob", *(f"member{n}" for n in range(8)))]
    branch = SimpleNamespace(id=world.branch_a.pk, members=members, joined={})
    viewers = {name: world.viewer(who) for name, who in
               {"secretary": "alice", "deputy": "deputy", "member": "bob", "staff": "stella"}.items()}  # fmt: skip
    paying.pay(SimpleNamespace(branches=[None, branch]), **viewers, at=NOW)
    assert Assessment.objects.get(person=world.person("bob")).confirmed_at is None
    assert Obligation.objects.filter(person=world.person("bob"), state="due").count() == 1
    assert Order.objects.filter(state="open").count() == 1
    numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert (ArrearsTask.objects.latest("months").months, Hardship.objects.get().state) == (3, "asked")
    assert (Remittance.objects.get().state, Use.objects.get().state, YearSheet.objects.get().year) == (
        "sent", "paid", 2025
    )  # fmt: skip
    assert sum(trial_balance(world.branch_a.pk).values()) == 0
