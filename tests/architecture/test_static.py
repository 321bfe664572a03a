"""Linters, types, import contracts and migrations, as tests of `make test` (tools/static_checks.py)."""

import pytest
from tools import static_checks


@pytest.mark.parametrize("name", static_checks.CHECKS)
def test_the_static_check_finds_nothing(name):
    clean, says = static_checks.run(name)
    assert clean, says
