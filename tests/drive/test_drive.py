"""What a file is, who gets it, and what a picture no longer says."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories.drive import a_document, a_file, a_picture
from tests.world import NOW
from zhibu.drive import services
from zhibu.drive.errors import FileEmpty, FileTooLarge, KindNotKept, NoSuchFile, PictureBroken
from zhibu.drive.models import File
from zhibu.drive.queries import _readable, get_file
from zhibu.drive.rules import kind_of, plain_name, size_text
from zhibu.kernel.viewer import Viewer


@pytest.fixture
def readable_by_bob(world):
    """Things "try.1" are readable for Bob alone."""
    bob = world.person("bob").pk
    _readable["try"] = lambda viewer, key: key == "1" and viewer.person_id == bob
    yield
    del _readable["try"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\x1aE\xdf\xa3....", "video/webm"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypheic", None),
        ("党员大会纪要".encode(), "text/plain"),
        ("党员大会纪要".encode("gb18030"), "text/plain"),
        (b"MZ\x90\x00\x03\x00", None),
        (b"\x7fELF\x02\x01\x01\x00", None),
        (b"<svg onload='x'/>", "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(content, kind):
    assert kind_of(content) == kind


def test_an_office_document_is_told_from_another_zip():
    assert kind_of(a_document().read()).endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("", "文件"),
        ("x" * 200 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_a_name_hides_nothing(name, kept):
    assert plain_name(name) == kept


def test_sizes_are_said_in_words():
    assert [size_text(size) for size in (1, 1536, 3 * 2**20)] == ["1 KB", "2 KB", "3.0 MB"]


def test_a_picture_loses_where_it_was_taken(world):
    file = a_file(world.viewer("bob"), upload=a_picture())
    with default_storage.open(file.stored_as) as opened:
        picture = Image.open(BytesIO(opened.read()))
    assert (dict(picture.getexif()), picture.size, file.is_picture) == ({}, (800, 600), True)
    with default_storage.open(file.thumbnail_as) as small:
        assert Image.open(small).size == (480, 360)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened(world):
    header = a_picture(size=(1, 1), kind="PNG").read()
    bomb = header[:16] + (60_000).to_bytes(4) + (60_000).to_bytes(4) + header[24:]
    with pytest.raises(PictureBroken):
        a_file(world.viewer("bob"), upload=SimpleUploadedFile("a.png", bomb))
    assert File.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"", FileEmpty), (b"MZ\x90\x00", KindNotKept), (b"\xff\xd8\xff broken", PictureBroken)]
)
def test_what_cannot_be_kept_is_refused(world, content, refusal):
    with pytest.raises(refusal):
        a_file(world.viewer("bob"), upload=SimpleUploadedFile("a.jpg", content))


def test_a_file_above_the_limit_is_refused(world):
    with pytest.raises(FileTooLarge, match="1 MB"):
        services.keep(world.viewer("bob"), SimpleUploadedFile("a.txt", b"a" * (2**20 + 1)), at=NOW, largest=2**20)


def test_the_same_upload_twice_is_one_file(world):
    key = uuid4()
    first, second = (services.keep(world.viewer("bob"), a_document(), at=NOW, key=key) for _ in range(2))
    assert (first.pk, File.objects.count()) == (second.pk, 1)


def test_a_key_of_somebody_else_gives_nothing_away(world):
    key = uuid4()
    services.keep(world.viewer("bob"), a_document("秘密.docx"), at=NOW, key=key)
    stored = services.keep(world.viewer("charlie"), a_document("我的.docx"), at=NOW, key=key)
    assert stored.name == "我的.docx"


@pytest.mark.usefixtures("readable_by_bob")
def test_the_owning_app_says_who_reads(world):
    file = a_file(world.viewer("alice"), of="try.1")
    assert get_file(world.viewer("bob"), file.pk) == file
    for name in ("alice", "charlie", "sam"):
        with pytest.raises(NoSuchFile):
            get_file(world.viewer(name), file.pk)


def test_a_thing_nobody_registered_is_read_by_nobody(world):
    file = a_file(world.viewer("alice"), of="nothing.1")
    with pytest.raises(NoSuchFile):
        get_file(world.viewer("alice"), file.pk)


@pytest.mark.usefixtures("readable_by_bob")
def test_a_reader_is_no_owner(world):
    file = a_file(world.viewer("alice"), of="try.1")
    with pytest.raises(NoSuchFile):
        services.delete_file(world.viewer("bob"), file_id=file.pk, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_deleted_file_is_gone_for_everybody(world):
    file = a_file(world.viewer("bob"), upload=a_picture())
    services.delete_file(world.viewer("bob"), file_id=file.pk, at=NOW)
    with pytest.raises(NoSuchFile):
        get_file(world.viewer("bob"), file.pk)
    assert (default_storage.exists(file.stored_as), default_storage.exists(file.thumbnail_as)) == (False, False)


def test_a_file_travels_as_an_attachment_that_runs_nothing(world, as_user):
    file = a_file(world.viewer("bob"), upload=SimpleUploadedFile("a.html", b"<script>alert(1)</script>"))
    answer = as_user("bob").get(f"/drive/{file.pk}")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.headers["X-Content-Type-Options"], answer.content) == (
        "nosniff",
        b"<script>alert(1)</script>",
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_my_files_are_mine(world, as_user):
    a_file(world.viewer("bob"), upload=a_document("鲍勃的.docx"))
    assert "鲍勃的.docx" in as_user("bob").get("/drive/").content.decode()
    assert "鲍勃的.docx" not in as_user("alice").get("/drive/").content.decode()
    assert get_file(Viewer.system("test"), File.objects.get().pk).name == "鲍勃的.docx"
