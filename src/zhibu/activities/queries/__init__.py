"""Reads about activities, each with its viewer."""
