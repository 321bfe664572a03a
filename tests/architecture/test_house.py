"""The house rules on shape and place (CONTRIBUTING.md) that no linter knows."""

import ast

import pytest

from tests.architecture.source import PACKAGE, ROOT, files, functions, name_of, tree_of

MODULES = files("*.py")
JUNK_DRAWERS = {"core", "common", "utils", "util", "helpers", "helper", "misc", "base", "shared", "lib", "managers"}
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb"}


def body_lines(function):
    """Lines of a function's body without its docstring."""
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1


def length(function):
    return function.end_lineno - function.lineno + 1


def test_no_file_is_longer_than_500_lines():
    ours = [*MODULES, *(path for folder in ("tests", "tools", "bench") for path in files("*.py", under=ROOT / folder))]
    assert [name_of(path) for path in ours if len(path.read_text().splitlines()) > 500] == []


def test_no_browser_module_is_longer_than_100_lines():
    assert [name_of(path) for path in files("*.js") if len(path.read_text().splitlines()) > 100] == []


def test_no_function_is_longer_than_a_screen():
    long = [f"{name_of(path)}:{f.lineno} {f.name}" for path in MODULES for f in functions(path) if length(f) > 50]
    assert long == []


def test_no_view_is_longer_than_12_lines():
    views = [path for path in MODULES if "views" in path.relative_to(PACKAGE).with_suffix("").parts]
    long = [
        f"{name_of(path)}:{f.lineno} {f.name}"
        for path in views
        for f in functions(path)
        if f.args.args and f.args.args[0].arg == "request" and body_lines(f) > 12
    ]
    assert long == []


def test_no_module_is_a_junk_drawer():
    parts = {path: path.relative_to(PACKAGE).with_suffix("").parts for path in MODULES}
    assert [name_of(path) for path, names in parts.items() if JUNK_DRAWERS & set(names)] == []


def test_no_app_is_named_after_a_layer():
    layers = {"services", "queries", "models", "views", "api_views", "forms", "tasks"}
    assert [path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name in layers] == []


def test_the_environment_is_read_by_the_settings_alone():
    offenders = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] != "config"
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT)
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & _names(node))
    ]
    assert offenders == []


def _names(node):
    return {alias.name for alias in node.names}


def test_a_transaction_is_opened_by_services_the_kernel_and_commands_alone():
    offenders = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        if not {"services", "kernel", "demo", "commands"} & set(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "transaction.atomic"
    ]
    assert offenders == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "apps.py"], ids=name_of)
def test_every_app_says_in_a_sentence_what_it_is(path):
    assert ast.get_docstring(tree_of(path))
