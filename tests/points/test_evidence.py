"""A file with a declared item: from whom, for whom, once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.drive import a_document, a_picture
from zhibu.drive.api import get_file
from zhibu.drive.errors import KindNotKept, NoSuchFile
from zhibu.drive.models import File
from zhibu.points import services
from zhibu.points.errors import AlreadyDecided, NotForYou
from zhibu.points.models import Declaration, Index

APRIL = datetime(2026, 4, 8, 2, tzinfo=UTC)


def declare(world, *, upload=None, key=None):
    index = Index.objects.get(code="P1", scheme__state="active")
    return services.declare_item(
        world.viewer("bob"), key=key or uuid4(), person_id=world.person("bob").pk, index_id=index.pk,
        happened_on=date(2026, 4, 2), text="扶起跌倒的老人", upload=upload, at=APRIL,
    )  # fmt: skip


def add(world, declaration, upload, *, name="bob", key=None):
    return services.add_evidence(
        world.viewer(name), declaration_id=declaration.pk, upload=upload, key=key or uuid4(), at=APRIL
    )


def test_a_picture_goes_with_the_declaration_once(world, scheme):
    key = uuid4()
    first, second = declare(world, upload=a_picture(), key=key), declare(world, upload=a_picture(), key=key)
    assert first.pk == second.pk
    assert File.objects.get().of == f"declaration.{first.pk}"
    assert Declaration.objects.get().file_id == File.objects.get().pk


def test_the_branch_and_the_member_open_it_and_nobody_else(world, scheme):
    file = declare(world, upload=a_picture()).file_id
    for name in ("bob", "alice", "stella"):
        assert get_file(world.viewer(name), file).pk == file
    for name in ("charlie", "dana", "eve"):
        with pytest.raises(NoSuchFile):
            get_file(world.viewer(name), file)


def test_a_file_that_lies_about_its_kind_leaves_no_declaration(world, scheme):
    with pytest.raises(KindNotKept):
        declare(world, upload=SimpleUploadedFile("现场.jpg", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00"))
    assert not Declaration.objects.exists()


def test_evidence_is_added_replaced_and_a_second_tap_is_the_first(world, scheme):
    declaration, key = declare(world), uuid4()
    for _ in range(2):
        add(world, declaration, a_picture(), key=key)
    assert File.objects.count() == 1
    changed = add(world, declaration, a_document())
    assert changed.file.name == "方案.docx"
    assert File.objects.filter(deleted_at=None).count() == 1


def test_others_and_those_who_are_late_add_nothing(world, scheme):
    declaration = declare(world)
    with pytest.raises(NotForYou):
        add(world, declaration, a_picture(), name="alice")
    services.review_item(world.viewer("alice"), declaration_id=declaration.pk, approve=True, at=APRIL)
    with pytest.raises(AlreadyDecided):
        add(world, declaration, a_picture())


def test_the_pages_take_the_file_and_show_it(world, scheme, as_user):
    index = Index.objects.get(code="P1", scheme__state="active")
    data = {"key": str(uuid4()), "index_id": index.pk, "happened_on": "2026-04-02", "text": "扶老人"}
    with time_machine.travel(APRIL, tick=False):
        client = as_user("bob")
        assert client.post("/points/declare", data | {"upload": a_picture()}).status_code == 302
        declaration = Declaration.objects.get()
        assert "现场.jpg" in client.get(f"/points/declarations/{declaration.pk}").content.decode()
        more = {"key": str(uuid4()), "upload": a_document()}
        assert client.post(f"/points/declarations/{declaration.pk}/evidence", more).status_code == 302
        empty = client.post(f"/points/declarations/{declaration.pk}/evidence", {"key": str(uuid4())})
        assert empty.status_code == 422
        page = as_user("alice").get(f"/points/declarations/{declaration.pk}").content.decode()
    assert "方案.docx" in page
    assert "补充证明材料" not in page
