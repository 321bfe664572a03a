"""Backups: database and files in one archive with a manifest of digests; secrets are kept apart."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

FORMAT = 1


class BadArchive(Exception):
    """The archive cannot be used; the message says why and what to do."""


def make(target: Path, *, at: datetime) -> Path:
    """Write a consistent copy of the database and all files to `target` (.tar.gz); the server may go on."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        work = Path(folder)
        _dump(work / "database")
        media = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
        shutil.copytree(media, work / "media") if media.exists() else (work / "media").mkdir()
        manifest = {
            "format": FORMAT, "zhibu": version("zhibu"), "vendor": connection.vendor, "made_at": at.isoformat(),
            "field_keys": sorted(settings.FIELD_KEYS), "files": dict(_digests(work)),
        }  # fmt: skip
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1))
        _pack(work, target)
    return target


def _pack(work: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    with tarfile.open(part, "w:gz") as archive:
        archive.add(work, arcname=".")
    part.chmod(0o600)
    part.replace(target)


def _digests(work: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(work.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            with path.open("rb") as file:
                yield str(path.relative_to(work)), hashlib.file_digest(file, "sha256").hexdigest()


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as source, sqlite3.connect(path) as copy:
            source.backup(copy)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={path}")


def _postgres(tool: str, *arguments: str) -> None:
    database = connection.settings_dict
    environment = {
        "PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"], "PGDATABASE": database["NAME"],
    }  # fmt: skip
    known = os.environ | {key: str(value) for key, value in environment.items() if value}
    done = subprocess.run([tool, *arguments], env=known, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadArchive(f"{tool}: {done.stderr.strip()}")


def restore(source: Path) -> dict[str, Any]:
    """Check every digest, then put database and files in place. What was there is kept beside it (.before)."""
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        work = Path(folder)
        manifest = _unpack(source, work)
        connection.close()
        _load(work / "database", manifest["vendor"])
        media = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
        _keep(media)
        shutil.copytree(work / "media", media)
    return manifest


def _unpack(source: Path, work: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(work, filter="data")
        manifest: dict[str, Any] = json.loads((work / "manifest.json").read_text())
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise BadArchive(f"{source} is not a whole Zhibu backup ({error}). Take another one.") from error
    if dict(_digests(work)) != manifest["files"]:
        raise BadArchive(f"{source} was changed after it was made: a digest differs. Take another one.")
    if manifest["vendor"] != connection.vendor:
        raise BadArchive(f"It is a {manifest['vendor']} backup; set DATABASE_URL to a {manifest['vendor']} database.")
    if missing := set(manifest["field_keys"]) - set(settings.FIELD_KEYS):
        raise BadArchive(f"Its sealed fields need the field keys {sorted(missing)}: put them into FIELD_KEYS first.")
    return manifest


def _load(path: Path, vendor: str) -> None:
    if vendor == "sqlite":
        name = Path(settings.DATABASES["default"]["NAME"])
        _keep(name)
        for rest in ("-wal", "-shm"):
            Path(f"{name}{rest}").unlink(missing_ok=True)
        shutil.copy(path, name)
    else:
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
                  f"--dbname={connection.settings_dict['NAME']}", str(path))  # fmt: skip


def _keep(path: Path) -> None:
    if path.exists():
        before = path.with_name(path.name + ".before")
        shutil.rmtree(before) if before.is_dir() else before.unlink(missing_ok=True)
        path.rename(before)
