"""Translations without gettext's programs: source sentences are Chinese, one English catalogue an app.

`messages.py compile FILE…` writes .mo files, `messages.py update` brings the catalogues in step with the source.
"""

import argparse
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/zhibu"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Without dates and names: they would differ in every branch.
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

MessageId = str | tuple[str, ...]
Key = tuple[MessageId, str | None]  # msgid (a tuple with its plural), context


def catalogue_of(app: Path) -> Path:
    """Where an app keeps its English sentences."""
    return app / "locale/en/LC_MESSAGES/django.po"


def apps() -> list[Path]:
    """The folders of the apps."""
    return sorted(path.parent for path in SOURCE.glob("*/__init__.py"))


def _python_of(path: Path) -> bytes:
    """The file as Python; a template becomes calls of gettext between blanked-out text."""
    if path.suffix == ".py":
        return path.read_bytes()
    from django.utils.translation.template import templatize  # noqa: PLC0415 (compiling needs no Django)

    # In brackets, so that the indentation of HTML is not read as Python's.
    return f"(\n{templatize(path.read_text())}\n)".encode()


def sentences(app: Path) -> Iterator[tuple[Key, str]]:
    """Every sentence an app marks for translation, with the file that uses it."""
    files = [*app.rglob("*.py"), *app.glob("templates/**/*.html"), *app.glob("templates/**/*.txt")]
    for path in sorted(files):
        for _line, found, _comments, context in extract("python", io.BytesIO(_python_of(path)), KEYWORDS):
            msgid = tuple(found) if isinstance(found, tuple) else found
            yield (msgid, context), str(path.relative_to(ROOT))


def read(path: Path) -> Catalog:
    """An English catalogue, empty when the file is not there yet."""
    if not path.exists():
        return Catalog(locale="en", fuzzy=False, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def _faults_of(key: Key, catalogue: Catalog) -> str | None:
    message = catalogue.get(*key)
    if message is None:
        return "is not in the catalogue"
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy or not texts or not all(texts):
        return "has no translation"
    asked = set(PLACEHOLDER.findall(key[0] if isinstance(key[0], str) else key[0][-1]))
    if set(PLACEHOLDER.findall(texts[-1])) != asked:
        return "has other placeholders"
    return None


def faults(app: Path) -> list[str]:
    """What is wrong with the English of an app, a line each; empty when complete."""
    catalogue = read(catalogue_of(app))
    checked = {key: (path, _faults_of(key, catalogue)) for key, path in sentences(app)}
    return [f"{path}: {key[0]!r} {fault}" for key, (path, fault) in checked.items() if fault]


def compile_file(path: Path) -> None:
    """Write the .mo beside a .po."""
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path))


def compile_stale() -> None:
    """Compile catalogues that are newer than their .mo."""
    for path in SOURCE.glob("*/locale/*/LC_MESSAGES/*.po"):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            compile_file(path)


def update(app: Path) -> None:
    """Add sentences that are new (empty), drop those no longer used, keep every translation."""
    before = read(catalogue_of(app))
    after = Catalog(locale="en", fuzzy=False, charset="utf-8")
    for key in dict.fromkeys(key for key, _path in sentences(app)):
        known = before.get(*key)
        after.add(key[0], known.string if known else "", context=key[1])
    if not len(after):
        return
    text = io.BytesIO()
    write_po(text, after, width=0, sort_output=True, omit_header=True)
    catalogue_of(app).parent.mkdir(parents=True, exist_ok=True)
    catalogue_of(app).write_text(HEADER + text.getvalue().decode())


def main() -> None:
    """Compile or update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["compile", "update"])
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    if arguments.verb == "compile":
        for path in arguments.files:
            compile_file(path)
        return
    for app in apps():
        update(app)
        for fault in faults(app):
            print(fault)
    compile_stale()


if __name__ == "__main__":
    main()
