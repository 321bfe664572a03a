"""Writing: what is stored, what is refused, coming back by the receipt."""

import dataclasses
from datetime import timedelta

import pytest

from tests.factories.mailbox import Writer, a_box, a_note, confirmed_keys, make_key, officer, open_with
from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.kernel.models import DueTask, StoredEvent
from zhibu.mailbox import services
from zhibu.mailbox.enums import Side, StepKind
from zhibu.mailbox.errors import (
    MessageTooLarge,
    NobodyLeft,
    NoSuchBox,
    NotSealed,
    RecipientsChanged,
    TriesTooMany,
    WrongReceipt,
)
from zhibu.mailbox.models import Attachment, Key, Letter, Message, Seat, Step
from zhibu.mailbox.queries import letters
from zhibu.mailbox.rules import sealing
from zhibu.notify.models import Message as Told


@pytest.fixture
def box(world):
    return a_box(world)


def test_a_letter_is_kept_sealed_with_a_day_and_nothing_else(world, box, published):
    before = AuditRow.objects.count()
    letter = Writer().send(box, files=[b"a list"])
    assert (letter.received_on, letter.reply_due_on) == (TODAY, TODAY + timedelta(days=15))
    assert letter.finding_due_on == TODAY + timedelta(days=60)
    assert (Seat.objects.count(), Message.objects.get().by, Attachment.objects.count()) == (2, None, 1)
    assert list(Step.objects.values_list("kind", "on", "by")) == [(StepKind.RECEIVED, TODAY, None)]
    assert (AuditRow.objects.count(), published) == (before, [])
    assert [table.objects.count() for table in (StoredEvent, DueTask, Told)] == [0, 0, 0]


def test_no_column_of_a_letter_has_a_clock_time():
    tables = (Letter, Message, Seat, Attachment, Step)
    assert "DateTimeField" not in {field.get_internal_type() for table in tables for field in table._meta.fields}


def test_the_same_receipt_again_is_the_same_letter(world, box):
    writer = Writer()
    assert writer.send(box) == writer.send(box)
    assert (Letter.objects.count(), Message.objects.count()) == (1, 1)


def test_holders_open_it_and_only_they(world, box):
    letter = Writer().send(box, "账本在仓库")
    for name in ("dora", "dean"):
        opened = services.open_letter(world.viewer(name), number=letter.number, at=NOW)
        assert open_with(name, opened) == ["账本在仓库"]


def test_recipients_that_changed_are_noticed_and_nothing_is_kept(world, box):
    writer = Writer()
    parts = writer.parts(box)
    officer(world, "dirk")
    confirmed = make_key(world, "dirk")
    services.confirm_key(world.viewer("dora"), key_id=confirmed.pk, at=NOW)
    with pytest.raises(RecipientsChanged):
        services.send_letter(box_id=box.pk, message=writer.sealed("x"), at=NOW, **parts)
    assert Letter.objects.count() == 0
    assert writer.send(box).seats.count() == 3


def test_a_seat_for_somebody_concerned_is_refused(world, box):
    writer = Writer()
    parts = writer.parts(box) | {"concerned": [world.person("dora").pk]}
    with pytest.raises(RecipientsChanged):
        services.send_letter(box_id=box.pk, message=writer.sealed("x"), at=NOW, **parts)


def test_nobody_left_is_said(world, box):
    both = [world.person(name).pk for name in ("dora", "dean")]
    with pytest.raises(NobodyLeft):
        Writer().send(box, concerned=both)


def test_a_closed_box_takes_nothing(world, box):
    services.close_box(world.viewer("dora"), box_id=box.pk, at=NOW)
    with pytest.raises(NoSuchBox):
        Writer().send(box)


@pytest.mark.parametrize("change", [{"public": "x"}, {"writer_sealed": "YWJj"}])
def test_what_is_not_sealed_is_refused(world, box, change):
    writer = Writer()
    with pytest.raises(NotSealed):
        services.send_letter(box_id=box.pk, message=writer.sealed("x"), at=NOW, **writer.parts(box) | change)


def test_plain_words_are_refused(world, box):
    writer = Writer()
    plain = dataclasses.replace(writer.sealed("x"), words="我要举报")
    with pytest.raises(NotSealed):
        services.send_letter(box_id=box.pk, message=plain, at=NOW, **writer.parts(box))
    plain = dataclasses.replace(writer.sealed("x"), files=(b"plain",))
    with pytest.raises(NotSealed):
        services.send_letter(box_id=box.pk, message=plain, at=NOW, **writer.parts(box))


def test_too_much_is_refused(world, box):
    writer = Writer()
    heavy = dataclasses.replace(writer.sealed("x"), files=(b"x" * (11 * 2**20),))
    for message in (heavy, dataclasses.replace(heavy, files=(b"x",) * 6)):
        with pytest.raises(MessageTooLarge):
            services.send_letter(box_id=box.pk, message=message, at=NOW, **writer.parts(box))


def test_the_writer_comes_back_reads_and_answers(world, box):
    writer = Writer()
    letter = writer.send(box, "账本在仓库")
    viewer = world.viewer("dora")
    services.reply_letter(viewer, number=letter.number, message=writer.sealed("哪个仓库？"), at=NOW)
    services.mark_letter(viewer, number=letter.number, state="asked", at=NOW)
    found = letters.returned(services.return_to_letter(writer.derived, address=None), today=TODAY)
    pair = sealing.Pair(writer.letter.public, sealing.open_key(found["sealed"], writer.own))
    said = [sealing.open_words(one["sealed"], pair)["text"] for one in found["messages"]]
    assert said == ["账本在仓库", "哪个仓库？"]
    assert (found["state"], found["replied"]) == ("asked", True)
    again = services.add_to_letter(writer.derived, message=writer.sealed("三号"), address=None, at=NOW)
    assert (again.state, again.came_back, again.untold) == ("checking", True, True)


def test_the_writer_never_gets_notes_nor_names(world, box):
    writer = Writer()
    letter = writer.send(box)
    a_note(world, "dora", letter)
    found = letters.returned(letter, today=TODAY)
    assert [one["side"] for one in found["messages"]] == [Side.WRITER]
    assert "notes_public" not in found
    assert all(one["by"] == "" for one in found["messages"])


def test_an_answer_sent_twice_is_kept_once(world, box):
    writer = Writer()
    writer.send(box)
    message = writer.sealed("还有一件事")
    for _ in range(2):
        services.add_to_letter(writer.derived, message=message, address=None, at=NOW)
    assert Message.objects.filter(side=Side.WRITER).count() == 2


def test_a_message_key_of_another_letter_is_refused(world, box):
    one, other = Writer(), Writer()
    one.send(box)
    other.send(box)
    message = one.sealed("x")
    services.add_to_letter(one.derived, message=message, address=None, at=NOW)
    with pytest.raises(NotSealed):
        services.add_to_letter(other.derived, message=message, address=None, at=NOW)


def test_an_addition_opens_a_closed_letter_again(world, box):
    writer = Writer()
    letter = writer.send(box)
    services.close_letter(world.viewer("dora"), number=letter.number, message=writer.sealed("查清了"), at=NOW)
    later = NOW + timedelta(days=70)
    again = services.add_to_letter(writer.derived, message=writer.sealed("还有"), address=None, at=later)
    assert (again.state, again.closed_on) == ("checking", None)
    assert again.finding_due_on == TODAY + timedelta(days=130)


def test_wrong_receipts_are_stopped_and_right_ones_of_others_are_not(world, box):
    writer = Writer()
    writer.send(box)
    stopped = 0
    for number in range(1000):
        try:
            services.find_letter(f"{number:064x}", address="203.0.113.7")
        except TriesTooMany:
            stopped += 1
        except WrongReceipt:
            pass
    assert stopped == 990
    with pytest.raises(TriesTooMany):
        services.find_letter(writer.derived, address="203.0.113.7")
    assert services.find_letter(writer.derived, address="203.0.113.8").pk


def test_a_key_made_after_the_letter_gets_its_seat_from_the_writer(world, box):
    writer = Writer()
    letter = writer.send(box)
    services.retire_key(world.viewer("dora"), key_id=letter.seats.get(key__person__name="Dora").key_id, at=NOW)
    fresh = make_key(world, "dora", of="dora2")
    services.confirm_key(world.viewer("dean"), key_id=fresh.pk, at=NOW)
    owed = services.seal_again(letter, seats={}, concerned=[], at=NOW)
    assert [key.pk for key in owed] == [fresh.pk]
    seats = {fresh.pk: sealing.seal_key(writer.letter.private, fresh.public)}
    assert services.seal_again(letter, seats=seats, concerned=[], at=NOW) == []
    opened = services.open_letter(world.viewer("dora"), number=letter.number, at=NOW)
    assert open_with("dora2", opened) == ["食堂采购的账对不上"]


def test_no_seat_is_given_to_somebody_the_letter_is_about(world, box):
    writer, dora = Writer(), world.person("dora").pk
    letter = writer.send(box, concerned=[dora])
    key = Key.objects.get(person_id=dora)
    seats = {key.pk: sealing.seal_key(writer.letter.private, key.public)}
    assert services.seal_again(letter, seats=seats, concerned=[dora], at=NOW) == []
    assert letter.seats.count() == 1


def test_confirming_keys_takes_two(world):
    for name in ("dora", "dean"):
        officer(world, name)
    keys = confirmed_keys(world, "dora", "dean")
    assert len(keys) == 2
