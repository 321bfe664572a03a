"""The door of organisations."""

from zhibu.organisations.queries import ancestor_paths, branches, get_organisation, organisations, within

__all__ = ["ancestor_paths", "branches", "get_organisation", "organisations", "within"]
