"""Static files by content hash, also inside ES modules."""

import hashlib
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class OwnStaticFiles(StaticFilesConfig):
    """Leaves out the copies of htmx that django-htmx ships: ours come from npm, and its comments name no real files."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx"]


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes imports between ES modules too; a name that is missing stops the page in tests."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file; worked out once a process, because each page names twenty."""
        if settings.DEBUG or force:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}


def collect_changed() -> None:
    """`collectstatic`, unless nothing changed since the last time: compressing takes seconds at every start."""
    mark, wanted = Path(settings.STATIC_ROOT) / ".sources", _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted)


def _fingerprint() -> str:
    """Names, sizes and times of all source files."""
    sources = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(OwnStaticFiles.ignore_patterns):
            state = Path(storage.path(name)).stat()
            sources.update(f"{storage.path(name)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return sources.hexdigest()
