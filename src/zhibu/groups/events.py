"""What groups announce."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMentioned(Event):
    """A message names people of the group."""

    message_id: int
    person_ids: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven(Event):
    """A notice asks everybody in the group for an act."""

    notice_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionClosed(Event):
    """A topic of organised life was summed up."""

    topic_id: int
    organisation_id: int
