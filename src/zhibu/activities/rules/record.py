"""The text of a meeting record: what makes it complete, and its digest."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the record as canonical JSON; the same text gives the same digest on any machine."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def why_not_sign(content: dict[str, Any], *, roll_call_signed: bool) -> str:
    """What the record still lacks before it can be signed (rules.md 9.1), as a sentence; "" when complete."""
    if not roll_call_signed:
        return _("请先核对点名表并确认，再签字。")
    if not content["chair"] or not content["recorder"]:
        return _("请先填写主持人和记录人。")
    if not content["place"]:
        return _("请先填写会议地点。")
    return "" if content["topics"] else _("请先填写会议议题。")
