"""Holders with keys, mailboxes, and letters sealed as a browser seals them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import uuid4

from tests.world import NOW, World, add_person
from zhibu.kernel.clock import local_date
from zhibu.mailbox import services
from zhibu.mailbox.queries import boxes
from zhibu.mailbox.rules import codes, sealing
from zhibu.mailbox.services.handling import NotesKey
from zhibu.mailbox.services.keys import Wrapped
from zhibu.members.enums import Role
from zhibu.members.models import PostHolding, RoleGrant
from zhibu.organisations.enums import PostTitle

PASSPHRASE = "correct horse battery"


@cache
def pair_of(name):
    """The same pair each time for a name; stretching a passphrase takes a fifth of a second."""
    pair = sealing.new_pair()
    wrapped, opened_by = sealing.wrap(pair.private, PASSPHRASE, salt=b"s" * 16)
    return pair, Wrapped(wrapped, opened_by)


def officer(world: World, name: str, organisation=None):
    """A discipline officer of an organisation, HQ if none is named."""
    person = add_person(world, name)
    RoleGrant.objects.create(
        account=world.accounts[name], role=Role.DISCIPLINE_OFFICER, organisation=organisation or world.hq,
        started_on=date(2025, 1, 6), granted_by="world",
    )  # fmt: skip
    return person


def hold_post(world: World, name: str, organisation, title=PostTitle.SECRETARY):
    """A post in force."""
    PostHolding.objects.create(
        person=world.person(name), organisation=organisation, title=title, started_on=date(2025, 1, 6)
    )


def make_key(world: World, name: str, *, of: str = "", at=NOW):
    """A key of the named holder; `of` names the pair when it is not his first."""
    pair, wrapped = pair_of(of or name)
    return services.make_key(world.viewer(name), public=sealing.encode(pair.public), wrapped=wrapped, at=at)


def confirmed_keys(world: World, *names: str):
    """Two or more holders who have compared their digits."""
    keys = {name: make_key(world, name) for name in names}
    first, second, *others = names
    for by, whose in [(first, second), (second, first), *((first, name) for name in others)]:
        services.confirm_key(world.viewer(by), key_id=keys[whose].pk, at=NOW)
    return keys


def a_box(world: World, *, names=("dora", "dean"), organisation=None, at=NOW):
    """The mailbox of HQ (or of an organisation) with two officers whose keys are confirmed."""
    organisation = organisation or world.hq
    for name in names:
        officer(world, name, organisation)
    confirmed_keys(world, *names)
    return services.open_box(
        world.viewer(names[0]), organisation_id=organisation.pk, name=f"{organisation.short_name}信箱",
        reply_days=15, finding_days=60, elsewhere="上级纪检机关", at=at,
    )  # fmt: skip


@dataclass
class Writer:
    """A browser of somebody: makes a receipt, seals, comes back."""

    receipt: str = field(default_factory=codes.new_receipt)
    letter: sealing.Pair = field(default_factory=sealing.new_pair)

    def __post_init__(self):
        self.own, self.derived = sealing.derive(self.receipt, salt=codes.salt())

    def sealed(self, text: str, *, files=(), concerned=()):
        """A message as it leaves."""
        words = {"text": text, "files": [{"kind": "txt", "size": len(one)} for one in files]}
        words["concerned"] = [{"id": pk, "label": "x"} for pk in concerned]
        sealed = tuple(sealing.seal_file(one, self.letter.public) for one in files)
        return services.Sealed(uuid4(), sealing.seal_words(words, self.letter.public), sealed)

    def seats(self, box, concerned=(), on=None):
        """The letter's key for everybody who receives it."""
        found = boxes.levels(box, concerned=concerned, on=on or local_date(NOW))
        return {key.pk: sealing.seal_key(self.letter.private, key.public) for level in found for key in level.keys}

    def parts(self, box, concerned=(), at=NOW):
        """What a letter consists of beside its words."""
        return {
            "derived": self.derived, "public": sealing.encode(self.letter.public),
            "writer_sealed": sealing.seal_key(self.letter.private, sealing.encode(self.own.public)),
            "seats": self.seats(box, concerned, local_date(at)), "concerned": list(concerned),
        }  # fmt: skip

    def send(self, box, text="食堂采购的账对不上", *, files=(), concerned=(), at=NOW):
        """Send a letter."""
        message = self.sealed(text, files=files, concerned=concerned)
        return services.send_letter(box_id=box.pk, message=message, at=at, **self.parts(box, concerned, at))


def open_with(name: str, opened: dict, side: str = "writer"):
    """What a holder reads: texts of one side, opened with his pair."""
    pair, _wrapped = pair_of(name)
    mine = sealing.encode(pair.public)
    seat = next(one for one in opened["seats"] if one["key"] == mine)
    letter = sealing.Pair(sealing.decode(opened["public"]), sealing.open_key(seat["sealed"], pair))
    rows = [one for one in opened["messages"] if one["side"] == side]
    return [sealing.open_words(one["sealed"], letter)["text"] for one in rows]


def notes_key(letter):
    """A key for notes, sealed to everybody who has a seat: (pair, NotesKey)."""
    pair = sealing.new_pair()
    seats = letter.seats.select_related("key")
    sealed = {seat.key_id: sealing.seal_key(pair.private, seat.key.public) for seat in seats}
    return pair, NotesKey(sealing.encode(pair.public), sealed)


def a_note(world, name, letter, text="先找仓管谈"):
    """The first note of a letter."""
    pair, made = notes_key(letter)
    message = services.Sealed(uuid4(), sealing.seal_words({"text": text}, pair.public))
    services.note_letter(world.viewer(name), number=letter.number, message=message, notes_key=made, at=NOW)
    return pair
