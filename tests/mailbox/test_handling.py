"""Handling: reading, answering, notes, states, the finding; each act audited without a word of content."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.mailbox import Writer, a_box, a_note, notes_key, open_with, pair_of
from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.mailbox import services
from zhibu.mailbox.enums import Side, State, StepKind
from zhibu.mailbox.errors import LetterClosed, NoSuchLetter, NotAStateToTell, NotesKeyChanged, NotSealed
from zhibu.mailbox.models import Message, Seat
from zhibu.mailbox.queries import letters
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.services.handling import NotesKey

LATER = NOW + timedelta(days=3)


@pytest.fixture
def writer():
    return Writer()


@pytest.fixture
def letter(world, writer):
    return writer.send(a_box(world))


def audited():
    return [row.action for row in AuditRow.objects.filter(subject__startswith="letter:").order_by("pk")]


def test_the_first_opening_is_told_and_each_is_audited(world, letter):
    for name in ("dora", "dean"):
        services.open_letter(world.viewer(name), number=letter.number, at=NOW)
    letter.refresh_from_db()
    assert letter.state == State.READ
    assert [step.kind for step in letters.steps(letter)] == [StepKind.RECEIVED, StepKind.READ]
    assert audited() == ["mailbox.read", "mailbox.read"]


@pytest.mark.parametrize("name", ["alice", "bob", "stella", "sam", "olga", "dana"])
def test_nobody_else_opens_it_whatever_his_role(world, letter, name):
    with pytest.raises(NoSuchLetter):
        services.open_letter(world.viewer(name), number=letter.number, at=NOW)
    assert list(letters.letters(world.viewer(name))) == []


def test_without_the_second_factor_nothing_opens(world, letter):
    assert list(letters.letters(world.viewer("dora", verified=False))) == []


def test_the_first_answer_stops_the_first_clock(world, letter, writer):
    services.reply_letter(world.viewer("dora"), number=letter.number, message=writer.sealed("收到"), at=LATER)
    services.reply_letter(
        world.viewer("dora"), number=letter.number, message=writer.sealed("再问"), at=LATER + timedelta(1)
    )
    letter.refresh_from_db()
    assert letter.replied_on == TODAY + timedelta(days=3)
    assert audited() == ["mailbox.replied", "mailbox.replied"]


def test_an_answer_sent_twice_is_one(world, letter, writer):
    message = writer.sealed("收到")
    for _ in range(2):
        services.reply_letter(world.viewer("dora"), number=letter.number, message=message, at=NOW)
    assert Message.objects.filter(side=Side.OFFICER).count() == 1
    assert audited() == ["mailbox.replied"]


def test_a_finding_ends_it_and_the_writer_reads_it(world, letter, writer):
    message = writer.sealed("查清了，已退回")
    for _ in range(2):
        services.close_letter(world.viewer("dora"), number=letter.number, message=message, at=LATER)
    letter.refresh_from_db()
    assert (letter.state, letter.closed_on, letter.replied_on) == (State.CLOSED, *[TODAY + timedelta(days=3)] * 2)
    with pytest.raises(LetterClosed):
        services.reply_letter(world.viewer("dean"), number=letter.number, message=writer.sealed("又"), at=LATER)
    with pytest.raises(LetterClosed):
        services.mark_letter(world.viewer("dean"), number=letter.number, state="checking", at=LATER)


def test_marking_twice_is_one_step(world, letter):
    for _ in range(2):
        services.mark_letter(world.viewer("dora"), number=letter.number, state="checking", at=NOW)
    assert [step.kind for step in letters.steps(letter)] == [StepKind.RECEIVED, StepKind.CHECKING]


@pytest.mark.parametrize("state", ["closed", "received", "nonsense"])
def test_only_two_states_are_said_by_hand(world, letter, state):
    with pytest.raises(NotAStateToTell):
        services.mark_letter(world.viewer("dora"), number=letter.number, state=state, at=NOW)


def test_notes_open_to_all_holders_by_a_key_of_their_own(world, letter):
    a_note(world, "dora", letter, "先找仓管谈")
    opened = services.open_letter(world.viewer("dean"), number=letter.number, at=NOW)
    pair, _wrapped = pair_of("dean")
    private = sealing.open_key(opened["seats"][0]["notes"], pair)
    notes = [one for one in opened["messages"] if one["side"] == Side.NOTE]
    key = sealing.Pair(sealing.decode(opened["notes_public"]), private)
    assert [(sealing.open_words(one["sealed"], key)["text"], one["by"]) for one in notes] == [("先找仓管谈", "Dora")]


def test_two_first_notes_do_not_overwrite_each_other(world, letter):
    a_note(world, "dora", letter)
    with pytest.raises(NotesKeyChanged):
        a_note(world, "dean", letter)


def test_a_second_note_uses_the_key_there_is(world, letter):
    pair = a_note(world, "dora", letter)
    message = services.Sealed(uuid4(), sealing.seal_words({"text": "二"}, pair.public))
    there = NotesKey(sealing.encode(pair.public))
    services.note_letter(world.viewer("dean"), number=letter.number, message=message, notes_key=there, at=NOW)
    assert Message.objects.filter(side=Side.NOTE).count() == 2


def test_a_notes_key_is_for_every_reader_and_sealed(world, letter):
    pair, made = notes_key(letter)
    message = services.Sealed(uuid4(), sealing.seal_words({"text": "x"}, pair.public))
    some = NotesKey(made.public, dict(list(made.sealed.items())[:1]))
    call = {"viewer": world.viewer("dora"), "number": letter.number, "message": message, "at": NOW}
    with pytest.raises(NotesKeyChanged):
        services.note_letter(call.pop("viewer"), notes_key=some, **call)
    with pytest.raises(NotSealed):
        services.note_letter(
            world.viewer("dora"), notes_key=NotesKey(made.public, dict.fromkeys(made.sealed, "x")), **call
        )
    assert set(Seat.objects.values_list("notes_sealed", flat=True)) == {""}


def test_a_file_opens_for_holders_alone(world, writer):
    letter = writer.send(a_box(world), files=[b"line one"])
    found = letters.get_letter(world.viewer("dora"), letter.number)
    pk = services.open_letter(world.viewer("dora"), number=letter.number, at=NOW)["messages"][0]["files"][0]
    assert sealing.open_file(letters.sealed_file(found, pk, *Side.values), writer.letter) == b"line one"
    with pytest.raises(NoSuchLetter):
        letters.sealed_file(found, pk, Side.NOTE)


def test_the_audit_log_holds_no_content(world, letter, writer):
    services.reply_letter(world.viewer("dora"), number=letter.number, message=writer.sealed("极机密的话"), at=NOW)
    services.mark_letter(world.viewer("dora"), number=letter.number, state="asked", at=NOW)
    rows = AuditRow.objects.filter(subject=f"letter:{letter.number}")
    assert [(row.action, row.detail, row.reason) for row in rows.order_by("pk")] == [
        ("mailbox.replied", {}, ""), ("mailbox.marked", {"state": "asked"}, ""),
    ]  # fmt: skip


def test_a_card_tells_the_holder_what_waits(world, letter):
    cards = letters.things_to_do(world.viewer("dora"), at=NOW)
    assert [(card.sentence, card.weight) for card in cards] == [("书记信箱有 1 封信在办", 2)]
    assert [card.weight for card in letters.things_to_do(world.viewer("dora"), at=NOW + timedelta(days=16))] == [0]
    assert letters.things_to_do(world.viewer("alice"), at=NOW) == []


def test_whoever_lost_the_office_reads_nothing_more(world, letter):
    world.accounts["dora"].roles.update(ended_on=TODAY)
    with pytest.raises(NoSuchLetter):
        letters.get_letter(world.viewer("dora"), letter.number)
    assert open_with("dean", services.open_letter(world.viewer("dean"), number=letter.number, at=NOW))
