"""A backup comes back whole, or not at all."""

import io
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from tests.world import NOW
from zhibu.config import archive


@pytest.fixture
def at_home(settings, tmp_path, monkeypatch):
    """The archive works on the test database and a folder of this test."""
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", connection.settings_dict["NAME"])
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_the_archive_holds_database_files_and_their_digests(at_home):
    default_storage.save("minutes/1.txt", ContentFile(b"hello"))
    target = archive.make(at_home / "b.tar.gz", at=NOW)
    with tarfile.open(target) as made:
        names = {name.removeprefix("./") for name in made.getnames()}
    assert {"database", "media/minutes/1.txt", "manifest.json"} <= names
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_a_changed_archive_is_refused_before_anything_is_touched(at_home):
    target = archive.make(at_home / "b.tar.gz", at=NOW)
    changed = at_home / "changed.tar.gz"
    with tarfile.open(target) as source, tarfile.open(changed, "w:gz") as copy:
        for member in source.getmembers():
            body = source.extractfile(member)
            data = body.read() if body else b""
            if member.name.endswith("database"):
                data = data[:-1] + b"!"
            copy.addfile(member, io.BytesIO(data) if body else None)
    with pytest.raises(archive.BadArchive, match="digest differs"):
        archive.restore(changed)


@pytest.mark.django_db(transaction=True)
def test_half_an_archive_is_refused(at_home):
    target = archive.make(at_home / "b.tar.gz", at=NOW)
    half = at_home / "half.tar.gz"
    half.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    with pytest.raises(archive.BadArchive, match="not a whole Zhibu backup"):
        archive.restore(half)


@pytest.mark.django_db(transaction=True)
def test_without_the_field_keys_a_backup_is_refused(at_home, settings):
    settings.FIELD_KEYS = {"old": "a" * 40, "new": "b" * 40}
    target = archive.make(at_home / "b.tar.gz", at=NOW)
    settings.FIELD_KEYS = {"new": "b" * 40}
    with pytest.raises(archive.BadArchive, match=r"field keys \['old'\]"):
        archive.restore(target)
