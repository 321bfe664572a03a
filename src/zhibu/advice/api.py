"""The door of advice. Other apps hand in open texts for the monthly brief by `read_also`, from config."""

from zhibu.advice.queries.advice import things_to_do
from zhibu.advice.queries.briefs import Text, read_also

__all__ = ["Text", "read_also", "things_to_do"]
