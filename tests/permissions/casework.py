"""Who may open the addresses of the service hall: one's own, the desk's, the keepers'; nobody else anything."""

from uuid import uuid4

from tests.factories.casework import (
    ANSWERS,
    a_case,
    a_draft,
    a_file,
    a_window,
    an_enrolment,
    grant,
    pay,
    staffed,
    taken,
)
from tests.world import NOW
from zhibu.casework import services
from zhibu.casework.models import Letter
from zhibu.members.enums import Role

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
NOBODY = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 404, "dana": 404}
BOB = NOBODY | {"bob": 200}
BOB_POSTS = NOBODY | {"bob": 302}
DESK = NOBODY | {"alice": 200}
# Alice of branch A has the certificate in hand; Bob asked for it.
BOTH = BOB | {"alice": 200}
BOTH_POST = BOB_POSTS | {"alice": 302}
ALICE_POSTS = NOBODY | {"alice": 302}
KEEPERS = NOBODY | {"stella": 200}
KEEPERS_POST = NOBODY | {"stella": 302}
# Own cases are handled by others, and the sentence says so.
OWN = {"bob": 422}


def draft(world):
    return {"pk": a_draft(world, "certificate_letter").pk}


def waiting(world):
    return {"pk": a_case(world, "certificate_letter").pk}


def in_hand(world):
    return {"pk": taken(world, "certificate_letter", by="alice").pk}


def act(world):
    return in_hand(world) | {"what": "ask"}


def asked(world):
    case = taken(world, "certificate_letter", by="alice")
    services.ask_for_more(world.viewer("alice"), case_id=case.pk, words="请补充", at=NOW)
    return {"pk": case.pk}


def declined(world):
    case = taken(world, "certificate_letter", by="alice")
    services.decline(world.viewer("alice"), case_id=case.pk, words="请到户籍地", at=NOW)
    return {"pk": case.pk}


def paper(world):
    return {"pk": a_draft(world).pk, "code": "proof"}


def file(world):
    case = a_draft(world)
    upload = {"code": "proof", "upload": a_file(), "key": uuid4(), "at": NOW}
    return {"pk": services.put_in(world.viewer("bob"), case_id=case.pk, **upload).pk}


def letter(world):
    case = taken(world, "certificate_letter", by="alice")
    for step in (0, 1):
        if step:
            services.take(world.viewer("alice"), case_id=case.pk, at=NOW)
        services.pass_step(world.viewer("alice"), case_id=case.pk, step=step, at=NOW)
    return {"pk": Letter.objects.get(case=case).pk}


def outlay(world):
    """Alice, of the union too, noted money for Bob."""
    grant(world, "alice", Role.UNION_OFFICER)
    return {"pk": pay(world, taken(world, by="alice"), by="alice").pk}


def kept_draft(world):
    services.begin_draft(world.viewer("stella"), code="hardship_aid", at=NOW)
    return {"code": "hardship_aid"}


def part(world):
    return kept_draft(world) | {"name": "fields", "place": 1}


def part_up(world):
    return part(world) | {"how": "up"}


def window(world):
    return {"pk": a_window(world).pk}


def batch(world):
    made = a_window(staffed(world))
    an_enrolment(world)
    return {"pk": services.make_batch(world.viewer("stella"), window_id=made.pk, at=NOW).pk}


def revision(world):
    return {"revision": "1"}


WORDS = {"words": "请看"}
STEP = {"step": "0"}
FORM = {"version": "1", **{code: str(value) for code, value in ANSWERS["certificate_letter"].items()}}

ROWS = [
    ("casework:index", {}, "get", EVERYBODY),
    ("casework:mine", {}, "get", EVERYBODY),
    ("casework:desk", {}, "get", EVERYBODY),
    ("casework:matter", {"code": "hardship_aid"}, "get", EVERYBODY),
    ("casework:matter", {"code": "branch_seal"}, "get", DESK),
    ("casework:matter", {"code": "no_such"}, "get", NOBODY),
    ("casework:apply", {"code": "hardship_aid"}, "get", EVERYBODY),
    ("casework:apply", {"code": "certificate_letter"}, "post", dict.fromkeys(EVERYBODY, 302), FORM),
    ("casework:apply", {"code": "branch_seal"}, "get", DESK),
    ("casework:case", in_hand, "get", BOTH),
    ("casework:case", draft, "get", BOB),
    ("casework:check", draft, "get", BOB),
    ("casework:check", waiting, "get", BOB_POSTS),
    ("casework:change", draft, "get", BOB),
    ("casework:put-in", paper, "post", BOB_POSTS, lambda world: {"file": a_file(), "key": str(uuid4())}),
    ("casework:take-out", file, "post", BOB_POSTS),
    ("casework:submit", draft, "post", BOB_POSTS),
    ("casework:submit", asked, "post", BOB_POSTS),
    ("casework:withdraw", waiting, "post", BOB_POSTS),
    ("casework:rate", declined, "post", BOB_POSTS, {"stars": "5"}),
    ("casework:say", in_hand, "post", BOTH_POST, WORDS),
    ("casework:open", in_hand, "post", DESK),
    ("casework:take", waiting, "post", ALICE_POSTS | OWN),
    ("casework:release", in_hand, "post", ALICE_POSTS | OWN),
    ("casework:note", in_hand, "get", DESK),
    ("casework:pay", in_hand, "get", DESK),
    ("casework:pass", in_hand, "post", ALICE_POSTS | OWN, STEP),
    ("casework:act", act, "post", ALICE_POSTS | OWN, WORDS),
    ("casework:reverse", outlay, "post", ALICE_POSTS, WORDS),
    ("casework:letter", letter, "get", BOTH),
    ("casework:kept", {}, "get", KEEPERS),
    ("casework:new", {}, "get", KEEPERS),
    ("casework:new", {}, "post", KEEPERS_POST, {"title": "借书", "code": "book_loan"}),
    ("casework:edit", {"code": "hardship_aid"}, "post", KEEPERS_POST),
    ("casework:draft", kept_draft, "get", KEEPERS),
    ("casework:basics", kept_draft, "get", KEEPERS),
    ("casework:preview", kept_draft, "get", KEEPERS),
    ("casework:publish", kept_draft, "post", KEEPERS_POST),
    ("casework:drop", kept_draft, "post", KEEPERS_POST),
    ("casework:offer", {"code": "hardship_aid"}, "post", KEEPERS_POST),
    ("casework:part", part, "get", KEEPERS),
    ("casework:shift", part_up, "post", KEEPERS_POST, revision),
    ("casework:windows", {"code": "insurance_enrolment"}, "get", KEEPERS),
    ("casework:batch", window, "post", NOBODY | {"stella": 422}),
    ("casework:batch-file", batch, "get", KEEPERS),
]
