"""Reads of points."""
