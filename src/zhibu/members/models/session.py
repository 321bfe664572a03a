"""Sessions: the devices on which an account is signed in, and the engine that keeps them.

`SESSION_ENGINE` names this module, because Django asks one module for both the store and its table. The store
reads through the cache, so a request whose session is cached spends no query on it, any other one.
"""

import hashlib
from datetime import date, datetime
from typing import Any, cast

from django.contrib.sessions.backends import cached_db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from zhibu.kernel.prepared import Prepared, PreparedUpdate


class Session(AbstractBaseSession):
    """A signed-in browser: whose, a coarse name of the device, and days. No address, no track of pages."""

    account_id = models.BigIntegerField(null=True, db_index=True)
    device = models.CharField(max_length=60, blank=True)
    started_on = models.DateField(null=True)
    last_seen_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.device}"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        """The store of this table."""
        return SessionStore

    @property
    def handle(self) -> str:
        """A name for pages; the key itself would let its reader in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:20]


_BY_KEY = Prepared(lambda key: Session.objects.filter(session_key=key), str)
_CHANGE = PreparedUpdate(
    lambda key, data, expires, account, device, started, seen: (
        Session.objects.filter(session_key=key),
        {
            "session_data": data, "expire_date": expires, "account_id": account, "device": device,
            "started_on": started, "last_seen_on": seen,
        },
    ),
    str, str, datetime, int, str, date, date,
)  # fmt: skip


class SessionStore(cached_db.SessionStore):
    """Django's cached store over our table; the columns mirror values of the session."""

    cache_key_prefix = "zhibu.session."

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        """Every request of a browser that is new to this process asks for its session: by a query written once."""
        found = [row for row in _BY_KEY.rows(self.session_key or "") if row.expire_date > timezone.now()]
        if not found:
            self._session_key = None
        return found[0] if found else None

    def save(self, must_create: bool = False) -> None:
        """Store the session; one that is there already by one statement, which is a transaction of its own."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data = self._session  # type: ignore[attr-defined]
        row = self.create_model_instance(data)
        if not _CHANGE.run(
            row.session_key,
            row.session_data,
            row.expire_date,
            row.account_id,
            row.device,
            row.started_on,
            row.last_seen_on,
        ):
            raise UpdateError
        self._cache.set(self.cache_key, data, self.get_expiry_age())  # type: ignore[attr-defined]

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session about to be stored."""
        row = cast(Session, super().create_model_instance(data))
        row.account_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        row.device = data.get("device", "")
        row.started_on, row.last_seen_on = _day(data.get("started_on")), _day(data.get("seen_on"))
        return row


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
