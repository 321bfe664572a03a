"""Reads of collecting information, each with its viewer."""
