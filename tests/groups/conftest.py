"""Handlers run as they do after COMMIT, though the test's own transaction never ends."""

import pytest

from zhibu.kernel import events


@pytest.fixture
def heard(monkeypatch):
    """What is announced is delivered at once."""
    monkeypatch.setattr(events.transaction, "on_commit", lambda call, **_: call())
