"""Reads of the contest, each with its viewer."""

from zhibu.quiz.queries.rounds import MANAGERS, get_round, my_organisations, rounds

__all__ = ["MANAGERS", "get_round", "my_organisations", "rounds"]
