"""The generated pages of docs/reference say what the code says."""

import pytest
from tools import reference


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_up_to_date(name):
    path = reference.REFERENCE / name
    assert path.read_text() == f"{reference.MADE}\n\n{reference.PAGES[name]()}", "Run: make reference"
