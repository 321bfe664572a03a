"""Exactly one branch is responsible for a member on every day, whatever happens."""

import contextlib
from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.transfers import LETTER
from tests.world import NOW, build_world
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll_on
from zhibu.members.models import Membership
from zhibu.members.models.person import citizen_id_index
from zhibu.transfers import services
from zhibu.transfers.models import Transfer

NUMBER = "449900199001010017"
SYSTEM = Viewer.system("test")
ACTS = ("start_a", "start_b", "start_out", "confirm", "approve", "receive", "issue", "receipt", "lose", "reissue",
        "reject", "withdraw", "hold", "resume", "come_a", "come_b", "assign")  # fmt: skip


def test_the_database_keeps_one_branch_a_member(world):
    membership = Membership.objects.get(person=world.person("bob"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=membership.person, branch=world.branch_b, category="probationary", joined_on=date(2020, 1, 1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(branch=None)


class History:
    """One member, and every act tried in any order; a refusal changes nothing."""

    def __init__(self):
        self.world, self.at = build_world(), NOW
        self.bob = self.world.person("bob")
        type(self.bob).objects.filter(pk=self.bob.pk).update(
            citizen_id_index=citizen_id_index(NUMBER), citizen_id_mask="4499**********0017"
        )
        self.responsible: dict[date, int | None] = {}

    @property
    def day(self):
        return self.at.date()

    def step(self, act: str, days: int) -> None:
        """Some days later something is tried; write down who is responsible that evening."""
        for _ in range(days):
            self.note()
            self.at += timedelta(days=1)
        with contextlib.suppress(Refused):
            getattr(self, f"do_{act}", self.plain)(act)
        self.note()

    def note(self):
        membership = Membership.objects.filter(person=self.bob).first()
        on_roll = membership and membership.status in ("normal", "in_transit")
        self.responsible[self.day] = membership.branch_id if on_roll else None

    def transfer_id(self):
        open_one = Transfer.objects.filter(closed_at=None).first()
        return open_one.pk if open_one else 0

    def plain(self, act):
        more = {
            "confirm": {"paid_through": self.day}, "issue": {"valid_days": 30}, "lose": {"words": "x"},
            "reissue": {"valid_days": 9, "words": "x"}, "reject": {"reason": "duplicate"},
            "hold": {"reason": "file_missing"},
        }  # fmt: skip
        getattr(services, act)(SYSTEM, transfer_id=self.transfer_id(), at=self.at, **more.get(act, {}))

    def do_receipt(self, _act):
        services.register_receipt(SYSTEM, transfer_id=self.transfer_id(), received_on=self.day, at=self.at)

    def start(self, **there):
        asked = {"key": uuid4(), "kind": "internal_move", "ground": "unit_changed", "person_id": self.bob.pk}
        services.start(SYSTEM, at=self.at, **(asked | there))

    def do_start_a(self, _act):
        self.start(to_branch_id=self.world.branch_a.pk)

    def do_start_b(self, _act):
        self.start(to_branch_id=self.world.branch_b.pk)

    def do_start_out(self, _act):
        self.start(kind="cross_province_letter", to_unit="外省支部")

    def come(self, branch):
        said = LETTER | {"citizen_id": NUMBER, "letter_issued_on": self.day, "letter_number": str(uuid4())}
        services.register_letter(SYSTEM, key=uuid4(), branch_id=branch.pk, at=self.at, **said)

    def do_come_a(self, _act):
        self.come(self.world.branch_a)

    def do_come_b(self, _act):
        self.come(self.world.branch_b)


class EveryHistory(TestCase):
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), min_size=6, max_size=40))
    def test_one_branch_is_responsible_on_every_day(self, acts):
        history = History()
        for act, days in acts:
            history.step(act, days)
        assert Membership.objects.filter(person=history.bob).count() == 1
        assert Transfer.objects.filter(closed_at=None, person=history.bob).count() <= 1
        for day, branch in history.responsible.items():
            found = Counter(row.branch_id for row in roll_on(day, person_ids=[history.bob.pk]))
            assert sum(found.values()) <= 1
            if not late_entry(history, day):
                assert list(found) == ([branch] if branch else [])


def late_entry(history, day):
    """Between the committee's receiving and the branch's assigning the roll is written back to the earlier day."""
    received = Transfer.objects.exclude(received_on=None).filter(received_on__lte=day)
    return any(row.steps.filter(state="assigned", at__date__gte=day).exists() for row in received)
