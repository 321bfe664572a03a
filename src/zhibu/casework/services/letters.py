"""Letters that a step issues."""

import secrets
from datetime import datetime

import segno
from django.utils.safestring import SafeString

from zhibu.audit.api import record as audit
from zhibu.casework.enums import Act
from zhibu.casework.errors import NoSuchCase
from zhibu.casework.models import Case, Letter, LetterBook
from zhibu.casework.queries.people import held_on
from zhibu.casework.rules.answers import shown
from zhibu.casework.rules.letters import filled
from zhibu.casework.services.log import note
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.printing import pdf
from zhibu.kernel.viewer import Viewer

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # read aloud without mistakes
STYLES = ("kernel/paper.css", "casework/paper.css")


def issue(viewer: Viewer, case: Case, *, code: str, at: datetime) -> Letter:
    """Write a letter of the case as it stands now, with the next number of the year; issued once.

    Within the caller's transaction, which holds the case's lock.
    """
    if there := Letter.objects.filter(case=case, code=code).first():
        return there
    plan = case.version.shape.letter(code)
    if plan is None:
        raise NoSuchCase
    year = local_date(at).year
    made = Letter.objects.create(
        case=case, code=code, year=year, number=_next_number(year), title=plan.title, check_code=_check_code(),
        issuer=plan.issuer or str(case.desk), body=filled(plan.body, _words(viewer, case, at)),
        issued_by_name=viewer.name, issued_at=at,
    )  # fmt: skip
    note(viewer, case, Act.LETTER, at=at, words=f"{made.title}{made.reference}")
    audit(viewer, action="casework.letter", subject=f"case:{case.pk}", at=at, number=made.reference)
    return made


def _check_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def _next_number(year: int) -> int:
    """One book a year, locked until the caller's transaction ends."""
    LetterBook.objects.get_or_create(year=year)
    book = LetterBook.objects.select_for_update().get(year=year)
    book.last += 1
    book.save(update_fields=["last"])
    return book.last


def _words(viewer: Viewer, case: Case, at: datetime) -> dict[str, str]:
    shape, person = case.version.shape, held_on(case.applicant_id)
    day = at.astimezone(SHANGHAI)
    words = {
        "name": person.name, "mobile": person.mobile, "branch": case.organisation.name, "number": case.number,
        "today": f"{day.year}年{day.month}月{day.day}日", "matter": case.title, "handler": viewer.name,
        "about": case.about_name or person.name,
    }  # fmt: skip
    given = case.answers
    for row in case.step_records.order_by("pk"):
        given |= row.answers
    asked = (*shape.fields, *(one for step in shape.steps for one in step.fields))
    return words | {f"form.{one.code}": shown(one, given[one.code]) for one in asked if given.get(one.code)}


def on_paper(letter: Letter, *, address: str) -> bytes:
    """The letter as PDF; `address` is where its check code is answered."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=3, border=0, omitsize=True)
    code = " ".join(letter.check_code[at : at + 4] for at in range(0, 16, 4))
    context = {"letter": letter, "paragraphs": letter.body.splitlines(), "code": code, "picture": SafeString(drawn)}
    return pdf("casework/paper/letter.html", context, styles=STYLES)
