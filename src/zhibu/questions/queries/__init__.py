"""Reads of the bank, each with its viewer."""
