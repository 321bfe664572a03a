"""Tables of talks."""

from zhibu.talks.models.hours import Hour
from zhibu.talks.models.talk import Message, PublicKey, Talk, Undertaking
from zhibu.talks.models.times import Entrant, TalkTime

__all__ = ["Entrant", "Hour", "Message", "PublicKey", "Talk", "TalkTime", "Undertaking"]
