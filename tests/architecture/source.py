"""What the architecture tests read: the source tree, parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src/zhibu"


def name_of(path):
    """The path as a failure shows it."""
    return str(path.relative_to(ROOT))


def files(*patterns, under=PACKAGE):
    """Files of ours below a folder: no migrations (generated), nothing third-party."""
    found = {path for pattern in patterns for path in under.rglob(pattern)}
    return sorted(path for path in found if not {"migrations", "vendor", "__pycache__"} & set(path.parts))


@cache
def tree_of(path):
    """The parsed module."""
    return ast.parse(path.read_text())


def functions(path):
    """Every function of a module, nested ones too."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]
