"""Requests and sheets, made through the services."""

from datetime import timedelta
from uuid import uuid4

from tests.world import NOW
from zhibu.collection import services
from zhibu.collection.enums import Audience
from zhibu.collection.models import Sheet
from zhibu.collection.services.filling import Filled

WEEK = timedelta(days=7)
FIELDS = ("mobile", "education")


def a_draft(world, *, name="stella", organisation=None, fields=FIELDS, audience=Audience.MEMBERS, at=NOW, **more):
    """Stella wants to know something of everybody."""
    said = {"title": "年度信息核对", "purpose": "更新党员名册", "key": uuid4(), "due_at": at + WEEK} | more
    return services.draft_request(
        world.viewer(name),
        organisation_id=(organisation or world.hq).pk,
        audience=audience,
        fields=fields,
        at=at,
        **said,
    )


def a_question(world, request, text="工作服尺码", *, name="stella", kind="text", **more):
    """A free question of a draft."""
    said = {"choices": [], "secrecy": "B", "required": True} | more
    return services.add_question(world.viewer(name), request_id=request.pk, text=text, kind=kind, **said)


def sent(world, *, question="", name="stella", at=NOW, over_reason="", **more):
    """A request that is on its way, with a free question if one is given."""
    request = a_draft(world, name=name, at=at, **more)
    if question:
        a_question(world, request, question, name=name)
    return services.send_request(world.viewer(name), request_id=request.pk, over_reason=over_reason, at=at)


def sheet_of(world, request, name="bob"):
    """The sheet of a person."""
    return Sheet.objects.get(request=request, person=world.person(name))


def filled(sheet=None, *, key=None, version=None, mode="online", note="", **answers):
    """What a form sends."""
    seen = version or (sheet.version if sheet else 1)
    return Filled(answers, key or uuid4(), seen, mode, note)


def submitted(world, request, name="bob", *, at=NOW, **answers):
    """A person fills in his sheet."""
    sheet = sheet_of(world, request, name)
    return services.submit_sheet(world.viewer(name), sheet_id=sheet.pk, filled=filled(sheet, **answers), at=at)
