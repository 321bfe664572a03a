"""Entry points of the schedule."""

from datetime import datetime, timedelta

from zhibu.groups.services.keeping import forget_old, index_words
from zhibu.groups.services.placing import follow_tree
from zhibu.kernel.schedule import job


@job("groups.follow", every=timedelta(hours=1))
def follow(at: datetime) -> None:
    """Groups and places as the tree and the roll have them, whatever a handler missed."""
    follow_tree(at=at)


@job("groups.index", every=timedelta(minutes=1))
def index(at: datetime) -> None:
    """What was said becomes findable."""
    index_words(at=at)


@job("groups.keep", every=timedelta(days=1))
def keep(at: datetime) -> None:
    """What is past its time goes."""
    forget_old(at=at)
