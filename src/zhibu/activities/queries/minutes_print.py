"""Meeting records on paper (rules.md 9.1, 9.2), in the manner of official documents (GB/T 9704)."""

from django.utils.translation import override

from zhibu.activities.errors import NoSuchResolution
from zhibu.activities.queries.minutes import digest_of, get_minutes, record_of
from zhibu.kernel.printing import pdf
from zhibu.kernel.viewer import Viewer

STYLES = ("activities/record-print.css",)


def minutes_pdf(viewer: Viewer, activity_id: int) -> bytes:
    """The record as PDF; a draft says that it is one."""
    found = get_minutes(viewer, activity_id)
    return _pdf("record_print", {"minutes": found, "record": record_of(found), "digest": digest_of(found)})


def resolution_sheet_pdf(viewer: Viewer, activity_id: int, number: int) -> bytes:
    """The resolution on one motion, with the figures of its vote, for the file."""
    found = get_minutes(viewer, activity_id)
    record = record_of(found)
    if not 1 <= number <= len(record["motions"]):
        raise NoSuchResolution
    motion = record["motions"][number - 1]
    context = {"minutes": found, "record": record, "motion": motion, "digest": digest_of(found)}
    return _pdf("resolution_print", context)


def _pdf(template: str, context: dict[str, object]) -> bytes:
    with override("zh-hans"):  # a document of the organisation, whatever language its reader has chosen
        return pdf(f"activities/minutes/{template}.html", context, styles=STYLES)
