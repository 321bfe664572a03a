"""Static files are compressed when they changed, not at every start."""

import os

from django.core.files.storage import FileSystemStorage

from zhibu.config import static


class Finder:
    """One folder of sources."""

    def __init__(self, folder):
        self.storage = FileSystemStorage(folder)

    def list(self, ignore_patterns):
        return [(name, self.storage) for name in sorted(os.listdir(self.storage.location))]


def test_files_are_collected_once_and_again_after_a_change(settings, tmp_path, monkeypatch):
    source, settings.STATIC_ROOT = tmp_path / "source", tmp_path / "root"
    collected = []
    monkeypatch.setattr(static, "get_finders", lambda: [Finder(source)])
    monkeypatch.setattr(static, "call_command", lambda *args, **options: collected.append(args[0]))
    source.mkdir()
    settings.STATIC_ROOT.mkdir()
    (source / "a.css").write_text("p {}")
    static.collect_changed()
    static.collect_changed()
    assert collected == ["collectstatic"]
    (source / "a.css").write_text("p { color: red }")
    static.collect_changed()
    assert collected == ["collectstatic"] * 2
