"""Tables of advice."""

from zhibu.advice.models.advice import Advice, Step, Support
from zhibu.advice.models.briefs import Brief, BriefTopic
from zhibu.advice.models.offices import Office, Officer

__all__ = ["Advice", "Brief", "BriefTopic", "Office", "Officer", "Step", "Support"]
