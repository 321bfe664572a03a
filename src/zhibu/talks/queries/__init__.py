"""Reads of talks: each person his own, the organisation only numbers."""
