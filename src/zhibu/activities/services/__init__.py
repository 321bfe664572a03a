"""Writes about activities, one function a verb."""
