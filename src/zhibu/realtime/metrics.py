"""What the hub and the uplink did, for a monitoring system (GET /rt/metrics, open by `REALTIME_URL=…?metrics=open`)."""

import dataclasses
from collections.abc import Iterator

from zhibu.realtime.bus import bus
from zhibu.realtime.hub import Hub
from zhibu.realtime.uplink import Sequencer


def text(hub: Hub, sequencer: Sequencer) -> str:
    """One line a figure, in the format of Prometheus; counts of things, nothing about persons."""
    return "".join(f"zhibu_{name} {value:g}\n" for name, value in _figures(hub, sequencer))


def _figures(hub: Hub, sequencer: Sequencer) -> Iterator[tuple[str, float]]:
    yield "live_readers", len(hub.readers)
    yield "live_bus_ok", bus().state() == "ok"
    yield "live_posts_waiting", sequencer.waiting
    for prefix, counters in (("live", hub.counters), ("uplink", sequencer.counters)):
        for field in dataclasses.fields(counters):
            yield f"{prefix}_{field.name}", getattr(counters, field.name)
