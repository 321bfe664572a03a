"""Days: what is overdue rises, holders are told without a minute, old contents go."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.mailbox import Writer, a_box, open_with
from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.mailbox import services
from zhibu.mailbox.enums import StepKind
from zhibu.mailbox.errors import WrongReceipt
from zhibu.mailbox.models import Attachment, Message, Seat, Step
from zhibu.mailbox.queries import letters
from zhibu.mailbox.queries.figures import figures
from zhibu.mailbox.rules.clocks import is_late
from zhibu.mailbox.rules.figures import held_back, part
from zhibu.mailbox.rules.pace import bucket_of, must_wait
from zhibu.notify.models import Message as Told

NEXT_MONTH = TODAY.replace(month=12, day=5)


def days(count):
    return NOW + timedelta(days=count)


@pytest.fixture
def two_levels(world):
    return a_box(world), a_box(world, names=("ada", "abe"), organisation=world.branch_a)


@pytest.mark.parametrize(("on", "late"), [(15, False), (16, True)])
def test_the_due_day_itself_is_in_time(on, late):
    day = TODAY + timedelta(days=on)
    due = {"replied_on": None, "reply_due_on": TODAY + timedelta(15), "finding_due_on": TODAY + timedelta(60)}
    assert is_late(day, **due) is late


def test_an_unanswered_letter_rises_once_with_new_days(world, two_levels):
    writer = Writer()
    letter = writer.send(two_levels[1], "没人管")
    assert services.rise_overdue(at=days(15)) == 0
    assert [services.rise_overdue(at=days(16)) for _ in range(2)] == [1, 0]
    letter.refresh_from_db()
    assert (letter.level, letter.reply_due_on) == (1, TODAY + timedelta(days=31))
    assert open_with("dora", services.open_letter(world.viewer("dora"), number=letter.number, at=days(16))) == [
        "没人管"
    ]
    assert open_with("ada", services.open_letter(world.viewer("ada"), number=letter.number, at=days(16))) == ["没人管"]
    assert AuditRow.objects.get(action="mailbox.rose").actor == "mailbox"


def test_an_answered_letter_rises_when_its_finding_is_overdue(world, two_levels):
    writer = Writer()
    letter = writer.send(two_levels[1])
    services.reply_letter(world.viewer("ada"), number=letter.number, message=writer.sealed("在办"), at=NOW)
    assert [services.rise_overdue(at=days(on)) for on in (16, 60, 61)] == [0, 0, 1]


def test_a_closed_letter_and_one_at_the_top_stay(world, two_levels):
    writer = Writer()
    top = Writer().send(two_levels[0])
    closed = writer.send(two_levels[1])
    services.close_letter(world.viewer("ada"), number=closed.number, message=writer.sealed("完"), at=NOW)
    assert services.rise_overdue(at=days(100)) == 0
    assert letters.late(top, TODAY + timedelta(days=100))


def test_holders_are_told_once_and_learn_neither_letter_nor_time(world, two_levels):
    for _ in range(3):
        Writer().send(two_levels[1])
    assert [services.tell_holders(at=NOW) for _ in range(2)] == [3, 0]
    told = Told.objects.order_by("person__name")
    assert [(one.person.name, one.sentence) for one in told] == [
        ("Abe", "书记信箱里有新的内容，请在方便时打开看看。"), ("Ada", "书记信箱里有新的内容，请在方便时打开看看。"),
    ]  # fmt: skip


def test_who_lost_the_office_is_told_nothing(world, two_levels):
    Writer().send(two_levels[1])
    world.accounts["ada"].roles.update(ended_on=TODAY)
    services.tell_holders(at=NOW)
    assert [one.person.name for one in Told.objects.all()] == ["Abe"]


def test_contents_are_deleted_a_year_after_the_end(world, two_levels):
    writer = Writer()
    letter = writer.send(two_levels[1], files=[b"x"])
    services.close_letter(world.viewer("ada"), number=letter.number, message=writer.sealed("完"), at=NOW)
    assert [services.forget_due(at=days(on)) for on in (365, 366, 366)] == [0, 1, 0]
    assert (Message.objects.count(), Seat.objects.count(), Attachment.objects.count()) == (0, 0, 0)
    letter.refresh_from_db()
    assert (letter.writer_sealed, letter.public) == ("", "")
    assert Step.objects.filter(kind=StepKind.FORGOTTEN).count() == 1
    with pytest.raises(WrongReceipt):
        services.find_letter(writer.derived, address=None)


def test_what_happened_to_a_letter_cannot_be_changed(world, two_levels):
    Writer().send(two_levels[0])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mailbox_step SET kind = 'closed'")
    assert Step.objects.get().kind == StepKind.RECEIVED


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([9, 3, 7], [9, None, None]), ([9, 0, 7], [9, 0, 7]), ([2, 3, 9], [None, None, 9]),
        ([3], [None]), ([], []), ([5], [5]),
    ],
)  # fmt: skip
def test_small_numbers_are_held_back_and_cannot_be_worked_out(counts, shown):
    assert held_back(counts) == shown


PARTS = [(6, 12, 6), (3, 12, None), (10, 12, None), (0, 7, 0), (7, 7, 7), (2, 4, None)]


@pytest.mark.parametrize(("count", "whole", "shown"), PARTS)
def test_neither_a_part_nor_the_rest_is_small(count, whole, shown):
    assert part(count, whole) == shown


def test_the_years_figures(world, two_levels):
    sent = []
    for _ in range(6):
        writer = Writer()
        sent.append((writer, writer.send(two_levels[1])))
    for writer, letter in sent[:6]:
        services.close_letter(world.viewer("ada"), number=letter.number, message=writer.sealed("完"), at=NOW)
    Writer().send(two_levels[0])
    hq, branch = figures(2026, today=NEXT_MONTH)
    assert (hq.letters, hq.closed) == (None, None)
    assert branch.letters is None
    assert [line.letters for line in figures(2025, today=NEXT_MONTH)] == [0, 0]


def test_figures_take_two_queries(world, two_levels, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(figures(2026, today=TODAY)) == 2


def test_whoever_looks_at_the_figures_every_minute_sees_no_letter_come_and_no_writer_return(world, two_levels):
    box, shown = two_levels[0], []
    writers = [Writer() for _ in range(6)]
    for writer in writers:
        writer.send(box)
        shown.append(figures(2026, today=TODAY)[0].letters)
    assert shown == [0] * 6
    for writer in writers:
        number = letters.by_receipt(writer.derived).number
        services.close_letter(world.viewer("dora"), number=number, message=writer.sealed("完"), at=NOW)
    then = figures(2026, today=NEXT_MONTH)
    assert (then[0].letters, then[0].in_time, then[0].closed, then[0].late, then[0].added) == (6, 6, 6, 0, 0)
    for writer in writers:
        services.return_to_letter(writer.derived, address=None)
        services.add_to_letter(writer.derived, message=writer.sealed("补充"), address=None, at=days(20))
    assert figures(2026, today=NEXT_MONTH) == then
    after = figures(2026, today=NEXT_MONTH.replace(year=2027, month=1))[0]
    assert (after.letters, after.closed, after.added) == (6, 0, 6)


def test_a_bucket_is_shared_by_many_addresses():
    key = b"k" * 16
    buckets = {bucket_of(f"203.0.{n // 256}.{n % 256}", key=key) for n in range(20_000)}
    assert 4000 < len(buckets) <= 4096
    assert bucket_of("203.0.113.7", key=key) != bucket_of("203.0.113.7", key=b"j" * 16)


@pytest.mark.parametrize(("here", "together", "wait"), [(9, 9, False), (10, 10, True), (1, 500, False), (2, 300, True)])
def test_the_pace(here, together, wait):
    assert must_wait(here, together) is wait
