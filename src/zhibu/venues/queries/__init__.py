"""Reads about venues, each with its viewer."""
