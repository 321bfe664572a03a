"""Reads about advice, each with its viewer."""
