"""The composition root: process commands and the demo organisation; no tables."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the commands."""

    name = "zhibu.config"
