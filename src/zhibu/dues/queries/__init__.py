"""Reads about dues, each with its viewer."""
