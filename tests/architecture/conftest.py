"""Linters and types run once, in the worker that tools/test.py names; not in every `pytest` of a developer."""

import os

collect_ignore = [] if "STATIC_CHECKS_FILE" in os.environ else ["test_static.py"]
