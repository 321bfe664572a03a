"""Dues are paid on line through the trial gateway in tests."""

import pytest


@pytest.fixture(autouse=True)
def _trial_gateway(settings):
    settings.DUES_GATEWAYS = ["trial"]
