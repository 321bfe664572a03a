"""How far the sender of a post is, as the server measures it: the kernel's round trip of the connection.

No script on a page can make it longer; who slows his whole line down is late himself. Behind a proxy it is the
proxy's own measure, in a header that the proxy overwrites.
"""

import socket
import struct
from asyncio import BaseTransport

HEADER = b"x-client-rtt"  # microseconds, nginx's $tcpinfo_rtt
LONGEST_HEADER = 9
_RTT_AT = 68  # struct tcp_info of Linux: tcpi_rtt, microseconds, smoothed
_SIZE = 104


def round_trip_ms(connection: BaseTransport | None) -> float | None:
    """The kernel's measure of a connection; None where it has none (another system, a Unix socket)."""
    asked = getattr(socket, "TCP_INFO", None)
    there = connection.get_extra_info("socket") if connection else None
    if asked is None or there is None or there.family not in (socket.AF_INET, socket.AF_INET6):
        return None
    try:
        found = there.getsockopt(socket.IPPROTO_TCP, asked, _SIZE)
    except OSError:
        return None
    (microseconds,) = struct.unpack_from("=I", found, _RTT_AT) if len(found) >= _RTT_AT + 4 else (0,)
    return microseconds / 1000 if microseconds else None


def told_ms(header: str) -> float | None:
    """What the proxy says; None for nothing or nonsense."""
    return int(header) / 1000 if header.isdecimal() and len(header) <= LONGEST_HEADER else None
