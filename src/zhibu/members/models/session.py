"""Sessions: the devices on which an account is signed in, and the engine that keeps them.

`SESSION_ENGINE` names this module, because Django asks one module for both the store and its table. The store
reads through the cache, so a request whose session is cached spends no query on it, any other one.
"""

import hashlib
from typing import Any, cast

from django.contrib.sessions.backends import cached_db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


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


class SessionStore(cached_db.SessionStore):
    """Django's cached store over our table; the columns mirror values of the session."""

    cache_key_prefix = "zhibu.session."

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of a session about to be stored."""
        row = cast(Session, super().create_model_instance(data))
        row.account_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        row.device = data.get("device", "")
        row.started_on, row.last_seen_on = data.get("started_on"), data.get("seen_on")
        return row
