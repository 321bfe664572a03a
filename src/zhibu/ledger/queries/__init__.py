"""Reads from the ledger, each with its viewer."""

from zhibu.ledger.queries.balance import CountTable, MonthBalance, balance, count_table, counts
from zhibu.ledger.queries.book import Group, book, book_page, books, get_book_organisation, groups
from zhibu.ledger.queries.entries import CORRECTORS, Tally, entries, get_entry, may_correct, stands, tally, time_line

__all__ = [
    "CORRECTORS",
    "CountTable",
    "Group",
    "MonthBalance",
    "Tally",
    "balance",
    "book",
    "book_page",
    "books",
    "count_table",
    "counts",
    "entries",
    "get_book_organisation",
    "get_entry",
    "groups",
    "may_correct",
    "stands",
    "tally",
    "time_line",
]
