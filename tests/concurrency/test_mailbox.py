"""Races about letters and keys."""

import pytest

from tests.concurrency.test_activities import race
from tests.factories.mailbox import Writer, a_box, a_note, make_key, officer
from tests.world import NOW, build_world
from zhibu.mailbox import services
from zhibu.mailbox.errors import NotesKeyChanged
from zhibu.mailbox.models import Key, Letter, Message, Step

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_a_letter_sent_by_several_taps_is_kept_once():
    box, writer = a_box(build_world()), Writer()
    message, parts = writer.sealed("x"), writer.parts(box)
    sent = []

    def send():
        sent.append(services.send_letter(box_id=box.pk, message=message, at=NOW, **parts).pk)

    assert race(*[send] * 4) == [None] * 4
    assert (Letter.objects.count(), Message.objects.count(), len(set(sent)), len(sent)) == (1, 1, 1, 4)


def test_an_answer_sent_by_several_taps_is_kept_once():
    box, writer = a_box(build_world()), Writer()
    writer.send(box)
    message = writer.sealed("还有")

    def add():
        services.add_to_letter(writer.derived, message=message, address=None, at=NOW)

    assert race(*[add] * 4) == [None] * 4
    assert (Message.objects.count(), Step.objects.filter(kind="added").count()) == (2, 1)


def test_two_first_notes_make_one_key():
    world = build_world()
    letter = Writer().send(a_box(world))
    raised = race(*[lambda name=name: a_note(world, name, letter) for name in ("dora", "dean")])
    assert sorted(type(error) for error in raised if error) == [NotesKeyChanged]
    assert Message.objects.filter(side="note").count() == 1


def test_a_key_made_by_several_taps_is_one():
    world = build_world()
    officer(world, "dora")
    viewer = world.viewer("dora")
    assert race(*[lambda: make_key(world, "dora")] * 4) == [None] * 4
    assert Key.objects.filter(person_id=viewer.person_id).count() == 1


def test_an_overdue_letter_rises_once():
    world = build_world()
    a_box(world)
    letter = Writer().send(a_box(world, names=("ada", "abe"), organisation=world.branch_a))
    later = NOW.replace(month=12, day=20)
    assert race(*[lambda: services.rise_overdue(at=later)] * 3) == [None] * 3
    letter.refresh_from_db()
    assert (letter.level, Step.objects.filter(kind="rose").count()) == (1, 1)
