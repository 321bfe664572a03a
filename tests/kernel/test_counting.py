"""Tries are counted in whatever cache there is."""

import pytest
from django.core.cache import cache

from zhibu.config import backends
from zhibu.kernel.counting import count_up


def test_each_try_is_one_more(settings):
    cache.delete("tries")
    assert [count_up("tries", seconds=60) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("url", ["dummy://"])
def test_a_cache_that_keeps_nothing_does_not_fail(settings, url):
    settings.CACHES = {"default": backends.cache(url)}
    assert [count_up("tries", seconds=60) for _ in range(2)] == [1, 1]
