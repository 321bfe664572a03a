"""How long somebody took: his phone's own measure, bounded by what the server saw.

A slow network neither wins nor loses: the phone's measure leaves the way out. A forged measure wins little: it cannot
be shorter than the server's own time less one and a half times the delay there and back and a margin.
"""

LEAST_US = 80_000  # nobody reads and taps faster
MOST_RTT_US = 500_000  # a delay beyond this is not believed
MARGIN_US = 120_000  # how late a busy server may read, measured with 5,000 at once
TIE_US = 5_000  # closer than this is the same time; then the order of arrival decides


def taken_us(*, claim_us: int | None, elapsed_us: int, rtt_us: int) -> int:
    """Accepted time between seeing and tapping, in microseconds; `elapsed_us` is from opening to reading."""
    elapsed = max(elapsed_us, 0)
    if claim_us is None or claim_us > elapsed:
        return max(elapsed, LEAST_US)
    delay = 3 * min(max(rtt_us, 0), MOST_RTT_US) // 2
    return max(claim_us, elapsed - delay - MARGIN_US, LEAST_US)
