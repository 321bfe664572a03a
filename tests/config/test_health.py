"""GET /healthz tells which backend is down, and never why in words that carry an address."""

import pytest

from zhibu.config import health


@pytest.mark.django_db
def test_all_well(client):
    response = client.get("/healthz")
    body = response.json()
    assert response.status_code == 200
    assert {key: body[key] for key in ("status", "database", "cache", "storage")} == {
        "status": "ok", "database": "ok", "cache": "ok", "storage": "ok",
    }  # fmt: skip


@pytest.mark.django_db
def test_one_down_is_503_by_name(client, monkeypatch):
    def away():
        raise ConnectionError("redis://secret@10.0.0.1")

    monkeypatch.setitem(health.BACKENDS, "cache", away)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["cache"]) == (503, "ConnectionError")
    assert "secret" not in response.content.decode()
