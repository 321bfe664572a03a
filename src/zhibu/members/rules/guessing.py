"""How guessing at passwords is slowed down (rules.md 10.3: five failures in fifteen minutes, then a pause).

Three counts over the last fifteen minutes, so that a stranger can neither guess on nor shut the owner out:

- one name from one address: five failures, then fifteen minutes' pause (django-axes);
- one name from all addresses together: after `NAME_FREE` failures each next try waits longer, two minutes at most;
- many names from one address: after `ADDRESS_FREE` names that failed, likewise.

A browser in which the owner has signed in before is known for that name: it has five tries of its own, whatever others
did to the name. The numbers beyond rules.md are practice: a whole base may share one address, so an address is never
shut, and names that got in after all no longer count.
"""

from datetime import timedelta

WINDOW = timedelta(minutes=15)
TRIES = 5
NAME_FREE, ADDRESS_FREE = 10, 30
LONGEST_WAIT = 120
KNOWN_FOR = timedelta(days=180)


def pause_after(failures: int, *, free: int) -> int:
    """Seconds between the last failure and the next try: none while `free` last, then 1, 2, 4 … two minutes."""
    over = failures - free
    return 0 if over < 0 else min(LONGEST_WAIT, 2 ** min(over, 10))
