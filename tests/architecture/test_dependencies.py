"""Every dependency has its reason in ADR 4, and every reason its dependency."""

import json
import re
import tomllib

from tests.architecture.source import ROOT


def declared():
    """Names in pyproject.toml and package.json, without versions and extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    package = json.loads((ROOT / "package.json").read_text())
    python = {re.match(r"[\w.-]+", line)[0].lower() for group in groups for line in group}
    return python | {*package["dependencies"], *package["devDependencies"]}


def explained():
    """First column of the tables."""
    text = (ROOT / "docs/adr/0004-dependencies.md").read_text()
    return set(re.findall(r"^\| (?!package)([\w.-]+) \|", text, re.M)) - {"---"}


def test_every_dependency_is_explained():
    assert declared() - explained() == set()


def test_no_explanation_outlived_its_dependency():
    assert explained() - declared() == set()
