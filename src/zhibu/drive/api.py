"""The door of the drive."""

from zhibu.drive.queries import files, get_file, readable
from zhibu.drive.rules import size_text
from zhibu.drive.services import hang, keep, remove

__all__ = ["files", "get_file", "hang", "keep", "readable", "remove", "size_text"]
