"""Reads of the service hall, each with its viewer."""
