"""Fixing sums for a year, keeping the base closed, billing months."""

import ast
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib import admin
from django.core import serializers
from django.db import connection

from tests.architecture.source import files, name_of, tree_of
from tests.factories.dues import BASE, CODE, SYSTEM, assessed, months_of, owed, paid
from tests.world import NOW
from zhibu.dues import services
from zhibu.dues.errors import (
    CodeUnreadable,
    EnvelopeBroken,
    FigureClosed,
    FileUnclear,
    NoSuchDues,
    NotAMember,
    ReasonNeeded,
    SamePerson,
    SumOutOfBounds,
    YearNotOpen,
)
from zhibu.dues.models import Assessment, Obligation, PolicyRow
from zhibu.dues.queries.assessments import in_force, shown
from zhibu.dues.rules.envelope import close_envelope, public_key
from zhibu.dues.rules.sealing import Figure, close, is_waiting, new_code, open_figure, plain_code
from zhibu.ledger.models import Entry as Fact
from zhibu.members.models import Membership, Person

FILE = "employee_number,member_kind,base_yuan\nE001,wage_earner,7640.00\n"


def test_a_member_enters_his_base_and_owes_the_months_so_far(world):
    made = assessed(world)
    assert (made.amount_fen, made.band, made.band_label) == (11460, "w3", "第三档 1.5%")
    assert [(f"{one.month:%m}", one.amount_fen) for one in months_of(world)] == [
        (f"{number:02d}", 11460) for number in range(1, 12)
    ]


def test_no_column_of_the_database_holds_the_base(world):
    assessed(world, base=7_654_321)
    services.assess_self(
        world.viewer("bob"), year=2026, kind="wage_earner", figure=Figure(7_654_321, 9_000_000, 1_345_679), code=CODE,
        at=NOW, from_month=11, reason="工资调整",
    )  # fmt: skip
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = str(cursor.fetchall())
            found += [table for text in ("7654321", "76543.21", "9000000", "1345679") if text in rows]
    assert found == []


def test_the_member_sees_the_derivation_step_by_step(world):
    assessed(world)
    page = shown(world.viewer("bob"), Assessment.objects.get(), code=CODE)
    assert [(step.name, step.who) for step in page.steps] == [
        ("计算基数", "¥7,640.00"), ("适用比例", "1.5%"), ("乘出来", "¥7,640.00 × 1.5% = ¥114.6000"),
        ("舍入", "¥114.60"), ("每月应交", "¥114.60"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["alice", "stella", "dana", "sam", "olga", "charlie"])
def test_nobody_else_opens_a_figure_even_with_the_code(world, name):
    assessed(world)
    page = shown(world.viewer(name), Assessment.objects.get(), code=CODE)
    assert (page.steps, page.is_closed) == ([], True)


def test_a_part_of_the_system_opens_nothing(world):
    assessed(world)
    assert shown(SYSTEM, Assessment.objects.get(), code=CODE).steps == []


def test_the_servers_keys_alone_open_nothing(world):
    row = assessed(world)
    for code in ("", new_code()):
        with pytest.raises(FigureClosed):
            open_figure(row.sealed, person_id=row.person_id, year=row.year, code=code)


def test_a_sealed_figure_moved_to_another_person_or_year_stays_closed(world):
    row = assessed(world)
    for person, year in ((row.person_id + 1, row.year), (row.person_id, row.year + 1)):
        with pytest.raises(FigureClosed):
            open_figure(row.sealed, person_id=person, year=year, code=CODE)


def test_one_module_alone_opens_figures_and_one_query_alone_asks_it():
    askers = [
        name_of(path)
        for path in files("*.py")
        if any(isinstance(node, ast.Name) and node.id == "open_figure" for node in ast.walk(tree_of(path)))
    ]
    assert askers == ["src/zhibu/dues/queries/assessments.py", "src/zhibu/dues/services/assessing.py"]


def test_the_back_office_and_serialised_rows_show_no_figure(world):
    assessed(world)
    assert "sealed" not in [name for one in admin.site._registry.values() for name in getattr(one, "list_display", ())]
    assert str(BASE) not in serializers.serialize("json", Assessment.objects.all())


def test_a_code_is_read_as_people_copy_it():
    code = new_code()
    assert len(code) == 23
    assert plain_code(code.lower().replace("-", " ")) == code
    with pytest.raises(CodeUnreadable):
        plain_code("ABCDE-FGHIJ")


def test_a_change_in_the_year_says_why_and_leaves_paid_months(world):
    assessed(world, at=NOW.replace(month=3))
    paid(world, 1, 2, at=NOW.replace(month=3))
    with pytest.raises(ReasonNeeded):
        assessed(world, base=1_234_567, from_month=9)
    assessed(world, base=1_234_567, from_month=9, reason="岗位变动")
    assert [one.amount_fen for one in months_of(world)] == [11460] * 8 + [24691] * 3
    assert owed(world) == [f"{number:02d}" for number in range(3, 12)]


def test_a_bonus_month_holds_for_itself_alone(world):
    assessed(world, kind="annual_salary", base=500_000)
    assessed(world, kind="annual_salary", base=24_500_000, from_month=6, only_month=True, reason="年终兑现")
    amounts = {f"{one.month:%m}": one.amount_fen for one in months_of(world)}
    assert (amounts["05"], amounts["06"], amounts["07"]) == (5000, 100_000, 5000)
    assert in_force(world.person("bob").pk, date(2026, 7, 1)).amount_fen == 5000


def test_only_this_year_and_from_december_the_next_can_be_assessed(world):
    for year in (2025, 2027):
        with pytest.raises(YearNotOpen):
            assessed(world, year=year)
    december = datetime(2026, 12, 5, tzinfo=UTC)
    assert assessed(world, year=2027, at=december).year == 2027


def test_an_employee_without_membership_owes_nothing(world):
    with pytest.raises(NotAMember):
        assessed(world, "eve")


def test_no_pay_means_nothing_owed_and_no_exemption(world):
    assessed(world, base=0)
    assert {one.state for one in months_of(world)} == {"nil"}


def test_the_branch_fixes_sums_that_need_no_base(world):
    bob = world.person("bob").pk
    services.assess_fixed(world.viewer("alice"), person_id=bob, year=2026, kind="student", at=NOW)
    assert {one.amount_fen for one in months_of(world)} == {20}
    with pytest.raises(SumOutOfBounds):
        services.assess_fixed(world.viewer("alice"), person_id=bob, year=2026, kind="farmer", sum_fen=150, at=NOW)
    with pytest.raises(NoSuchDues):
        services.assess_fixed(
            world.viewer("alice"), person_id=world.person("charlie").pk, year=2026, kind="student", at=NOW
        )


def test_nobody_fixes_his_own_sum(world):
    with pytest.raises(SamePerson):
        services.assess_fixed(
            world.viewer("alice"), person_id=world.person("alice").pk, year=2026, kind="student", at=NOW
        )
    assert not Assessment.objects.exists()


def test_billing_a_month_again_writes_nothing_twice(world):
    for name in ("alice", "bob", "charlie"):
        assessed(world, name, at=NOW.replace(month=10))
    assert services.bill(SYSTEM, month=date(2026, 11, 1), at=NOW) == 3
    assert services.bill(SYSTEM, month=date(2026, 11, 20), at=NOW + timedelta(days=1)) == 0
    assert Obligation.objects.filter(month=date(2026, 11, 1)).count() == 3


def test_who_joined_in_a_month_owes_from_it_by_the_chosen_policy(world):
    joined = {"joined_on": date(2026, 10, 31), "full_on": None, "category": "probationary"}
    Membership.objects.filter(person=world.person("bob")).update(**joined)
    assessed(world)
    assert owed(world) == ["10", "11"]
    Obligation.objects.all().delete()
    PolicyRow.objects.create(code="first_month", value="next", in_force_from=date(2026, 1, 1), document="通知")
    services.bill_person(SYSTEM, person_id=world.person("bob").pk, at=NOW)
    assert owed(world) == ["11"]


def test_who_left_is_billed_no_more(world):
    assessed(world, at=NOW.replace(month=10))
    Membership.objects.filter(person=world.person("bob")).update(status="left")
    assert services.bill(SYSTEM, month=date(2026, 11, 1), at=NOW) == 0


def unit_file(world, text=FILE):
    Person.objects.filter(pk=world.person("bob").pk).update(employee_number="E001")
    return close_envelope(text.encode(), to=public_key())


def test_the_units_sealed_file_is_opened_for_its_owners_alone(world):
    done = services.import_bases(world.viewer("stella"), sealed=unit_file(world), year=2026, at=NOW)
    row = Assessment.objects.get()
    assert (done, row.amount_fen, is_waiting(row.sealed)) == ((1, 0), 11460, True)
    assert "7640" not in str(Assessment.objects.values())
    services.take_over(world.viewer("bob"), assessment_id=row.pk, code=CODE, at=NOW)
    row.refresh_from_db()
    assert not is_waiting(row.sealed)
    assert open_figure(row.sealed, person_id=row.person_id, year=2026, code=CODE).base == 764_000
    with pytest.raises(FigureClosed):
        open_figure(row.sealed, person_id=row.person_id, year=2026, code="")


def test_what_the_member_confirmed_himself_stays(world):
    assessed(world, base=1_000_000)
    assert services.import_bases(world.viewer("stella"), sealed=unit_file(world), year=2026, at=NOW) == (0, 1)
    assert Assessment.objects.get().amount_fen == 15000


def test_a_file_that_was_not_sealed_for_us_is_refused(world):
    good = unit_file(world)
    for wrong in (FILE.encode(), good[:-1], good[:-1] + bytes([good[-1] ^ 1]), b"", good[:40]):
        with pytest.raises(EnvelopeBroken):
            services.import_bases(world.viewer("stella"), sealed=wrong, year=2026, at=NOW)


def test_an_unclear_line_is_named_by_its_number_and_nothing_is_imported(world):
    text = FILE + "E002,wage_earner,81234.00\n"
    with pytest.raises(FileUnclear) as refused:
        services.import_bases(world.viewer("stella"), sealed=unit_file(world, text), year=2026, at=NOW)
    assert "第 3 行" in str(refused.value)
    assert "81234" not in str(refused.value)
    assert Assessment.objects.count() == 0


def test_a_branch_secretary_imports_nothing(world):
    with pytest.raises(NoSuchDues):
        services.import_bases(world.viewer("alice"), sealed=unit_file(world), year=2026, at=NOW)


def test_closing_twice_gives_two_texts():
    one, other = (close(Figure(1), person_id=1, year=2026, code=CODE) for _ in range(2))
    assert one != other


def test_facts_and_the_audit_log_hold_no_sum_of_a_base(world):
    assessed(world)
    paid(world, 11)
    assert "764" not in str([(fact.title, fact.quantity) for fact in Fact.objects.all()])
