"""Cases at every point of their way, made through the services."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.world import NOW, World, add_organisation, add_person
from zhibu.casework import services
from zhibu.casework.enums import State
from zhibu.casework.models import Case, Matter
from zhibu.casework.rules.answers import missing
from zhibu.members.enums import Role
from zhibu.members.models import PostHolding, RoleGrant
from zhibu.organisations.enums import PostTitle

PDF = b"%PDF-1.4 one page"
# An answer for every question of the shipped matters.
ANSWERS = {
    "residence_permit": {
        "name": "Bob", "citizen_id": "119901199003070013", "mobile": "13800001111", "address": "示例路 1 号",
        "since": "2026-01-05", "housing": "单位宿舍", "first": True,
    },
    "residence_renewal": {
        "name": "Bob", "citizen_id": "119901199003070013", "mobile": "13800001111", "permit_no": "A1", "moved": False,
    },
    "insurance_reservation": {"name": "Bob", "mobile": "13800001111", "plan": "基本方案", "with_family": False},
    "insurance_enrolment": {
        "name": "Bob", "citizen_id": "119901199003070013", "mobile": "13800001111", "plan": "提高方案",
        "with_family": True, "family": [{"name": "小禾", "relation": "子女", "born_on": "2019-05-06"}],
        "pay_by": "到工会交", "agreed": "同意",
    },
    "hospital_consolation": {
        "hospital": "示例医院", "admitted_on": "2026-11-18", "illness": "阑尾炎", "contact": "李女士",
        "visit_ok": "方便",
    },
    "hardship_aid": {
        "name": "Bob", "mobile": "13800001111", "family_size": 4, "income": 650000, "cause": "意外事故",
        "story": "家里着火", "wanted": 300000,
    },
    "activity_reservation": {
        "activity": "还没有安排的", "kind": "文体活动", "day": "2026-12-05", "time": "下午", "people": 20,
        "mobile": "13800001111",
    },
    "certificate_letter": {
        "name": "Bob", "kind": "党员身份", "content": "是正式党员", "to": "示例社区", "purpose": "入学", "copies": 1,
    },
    "branch_seal": {"document": "请示", "seal": "支部印章", "copies": 2, "reason": "上报", "out": False},
    "membership_consultation": {
        "name": "Eve", "mobile": "13800001111", "question": "要什么条件", "when": "周三", "how": "当面谈",
    },
}  # fmt: skip


def staffed(world: World) -> World:
    """The world with a union officer at HQ (Uma), a deputy in A (Dora), a secretary at HQ (Hugo)."""
    for name in ("uma", "dora", "hugo"):
        add_person(world, name)
    grant(world, "uma", Role.UNION_OFFICER)
    post(world, "dora", world.branch_a, PostTitle.DEPUTY_SECRETARY)
    post(world, "hugo", world.hq, PostTitle.SECRETARY)
    return world


def grant(world: World, name: str, role: str, organisation=None) -> RoleGrant:
    return RoleGrant.objects.create(
        account=world.accounts[name],
        role=role,
        organisation=organisation or world.hq,
        started_on=date(2025, 1, 6),
        granted_by="world",
    )


def post(world: World, name: str, organisation, title: str) -> PostHolding:
    return PostHolding.objects.create(
        person=world.person(name), organisation=organisation, title=title, started_on=date(2025, 1, 6)
    )


def a_draft(world, code="hospital_consolation", *, name="bob", at=NOW, key=None, **changes):
    number = Matter.objects.get(code=code).number
    about = changes.pop("about", "")
    answers = ANSWERS[code] | changes
    return services.begin_case(
        world.viewer(name), code=code, number=number, key=key or uuid4(), answers=answers, about=about, at=at
    )


def a_file(name="proof.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def with_papers(world, case, *, name="bob", at=NOW):
    """Every paper that the answers make necessary."""
    for paper in missing(case.version.shape.materials, case.answers, ()):
        services.put_in(world.viewer(name), case_id=case.pk, code=paper.code, upload=a_file(), key=uuid4(), at=at)
    return case


def a_case(world, code="hospital_consolation", *, name="bob", at=NOW, **changes):
    """Sent, waiting on its first desk."""
    case = with_papers(world, a_draft(world, code, name=name, at=at, **changes), name=name, at=at)
    return services.submit(world.viewer(name), case_id=case.pk, at=at)


def taken(world, code="hospital_consolation", *, by="uma", name="bob", at=NOW, **changes):
    """Taken by its handler."""
    case = a_case(world, code, name=name, at=at, **changes)
    return services.take(world.viewer(by), case_id=case.pk, at=at)


def a_window(
    world, code="insurance_enrolment", *, opens=date(2026, 11, 1), closes=date(2026, 11, 30), title="2027 年度"
):
    return services.make_window(
        world.viewer("stella"), code=code, title=title, opens_on=opens, closes_on=closes, at=NOW
    )


def a_branch(world, name="丙支部"):
    return add_organisation(world.hq, name, "party_branch")


def pay(world, case, *, by="uma", amount=50000, key=None, kind="money", to="Bob", receipt=None):
    return services.pay(
        world.viewer(by), case_id=case.pk, key=key or uuid4(), kind=kind, amount_fen=amount, given_to=to,
        given_on=date(2026, 11, 20), receipt=receipt, at=NOW,
    )  # fmt: skip


def go(world, case, by, *, at=NOW, words="", **notes):
    """Take it if it waits, note what the step asks, pass the step."""
    state, step = Case.objects.values_list("state", "step").get(pk=case.pk)
    if state == State.WAITING:
        services.take(world.viewer(by), case_id=case.pk, at=at)
    if notes:
        services.note_step(world.viewer(by), case_id=case.pk, answers=notes, at=at)
    return services.pass_step(world.viewer(by), case_id=case.pk, step=step, words=words, at=at)


def an_enrolment(world, *, name="bob", by="uma", **changes):
    """Finished: it waits for the list."""
    case = a_case(world, "insurance_enrolment", name=name, **changes)
    go(world, case, by)
    return go(world, case, by, paid_on="2026-11-20", premium=12000)
