"""A vote on one motion: whether the counts can be true, what they mean, and the sum in words (rules.md 3.5, 1.5)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhibu.activities.enums import MotionRule
from zhibu.activities.rules import election, majority, quorum
from zhibu.activities.rules.share import Share

COUNTS_WRITTEN = (MotionRule.ADMISSION, MotionRule.CONVERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The figures of one vote. `due` and `present` are those with the right to vote; `tallies` of an election."""

    rule: str
    due: int
    present: int
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0
    written_for: int = 0
    written_against: int = 0
    written_abstained: int = 0
    seats: int = 0
    ballots_issued: int = 0
    ballots_returned: int = 0
    tallies: tuple[tuple[str, int], ...] = ()

    @property
    def written(self) -> int:
        """Written opinions in all."""
        return self.written_for + self.written_against + self.written_abstained


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the figures mean: quorum, result, and both sums in words."""

    quorate: bool
    carried: bool
    sum: str
    result: str
    article: str


def why_not_count(count: Count) -> str:
    """Why these figures cannot be true together, as a sentence; "" when they can."""
    if count.present > count.due:
        return _("实到 %(present)d 人多于应到 %(due)d 人，请核对点名表。") % {
            "present": count.present,
            "due": count.due,
        }
    if count.votes_for + count.votes_against + count.abstained > count.present:
        return _("赞成、反对、弃权之和多于实到 %(present)d 人，请核对票数。") % {"present": count.present}
    if count.written and count.rule not in COUNTS_WRITTEN:
        return _("只有接收、转正类表决计入书面意见；其他事项请把书面意见记入发言。")
    if count.written > count.due - count.present:
        return _("书面意见多于未到会的有表决权人数，请核对。")
    return _why_not_election(count) if count.rule == MotionRule.ELECTION else ""


def _why_not_election(count: Count) -> str:
    if count.seats < 1 or not count.tallies:
        return _("请填写应选名额和每位候选人的得票数。")
    if count.ballots_issued > count.present:
        return _("发出选票多于到会有选举权人数，请核对。")
    if any(votes > count.ballots_returned for _name, votes in count.tallies):
        return _("有候选人的得票多于收回的选票，请核对。")
    if sum(votes for _name, votes in count.tallies) > count.seats * count.ballots_returned:
        return _("得票总数多于应选名额乘以收回选票，请核对。")
    return ""


def verdict(count: Count) -> Verdict:
    """The result under the motion's own rule."""
    return _VERDICTS[MotionRule(count.rule)](count)


def _admission(count: Count) -> Verdict:
    votes = count.votes_for + count.written_for
    return _vote(
        count, votes, quorum.ADMISSION_QUORUM, majority.ADMISSION_MAJORITY,
        quorum.admission_quorum(count.present, count.due),
        majority.admission_majority(count.votes_for, count.due, written_for=count.written_for),
    )  # fmt: skip


def _ordinary(count: Count) -> Verdict:
    return _vote(
        count, count.votes_for, quorum.ORDINARY_QUORUM, majority.ORDINARY_MAJORITY,
        quorum.ordinary_quorum(count.present, count.due), majority.ordinary_majority(count.votes_for, count.due),
    )  # fmt: skip


def _committee(count: Count) -> Verdict:
    return _vote(
        count, count.votes_for, quorum.COMMITTEE_QUORUM, majority.COMMITTEE_MAJORITY,
        quorum.committee_quorum(count.present, count.due), majority.committee_majority(count.votes_for, count.due),
    )  # fmt: skip


def _vote(count: Count, votes: int, who: Share, how_many: Share, quorate: bool, majority_met: bool) -> Verdict:
    carried = quorate and majority_met
    least = how_many.least(count.due)
    text = _(
        "应到有表决权 %(due)d 人，须到 %(quorum)d 人，实到 %(present)d 人；赞成须 %(least)d 票，赞成 %(votes)d 票"
    ) % {"due": count.due, "quorum": who.least(count.due), "present": count.present, "least": least, "votes": votes}
    if count.written_for:
        text += _("（含书面意见 %(written)d 票）") % {"written": count.written_for}
    return Verdict(quorate, carried, text + "。", _result(quorate, carried), who.article)


def _result(quorate: bool, carried: bool) -> str:
    if not quorate:
        return _("到会人数不足，表决无效。")
    return _("通过。") if carried else _("未通过。")


def _election(count: Count) -> Verdict:
    share = election.ELECTION_ATTENDANCE["2020"]
    quorate = election.attendance_ok(count.present, count.due)
    found = election.outcome(dict(count.tallies), seats=count.seats, base=count.present)
    text = _(
        "应到有选举权 %(due)d 人，须到 %(quorum)d 人，实到 %(present)d 人；"
        "发出选票 %(issued)d 张，收回 %(returned)d 张；"
        "应选 %(seats)d 人，当选须 %(least)d 票。"
    ) % {
        "due": count.due, "quorum": share.least(count.due), "present": count.present, "issued": count.ballots_issued,
        "returned": count.ballots_returned, "seats": count.seats, "least": election.ELECTED.least(count.present),
    }  # fmt: skip
    valid = election.ballots_ok(count.ballots_returned, count.ballots_issued)
    complete = quorate and valid and not found.tied and not found.vacant
    return Verdict(quorate, complete, text, _elected(quorate, valid, found), share.article)


def _elected(quorate: bool, valid: bool, found: election.Outcome) -> str:
    if not quorate:
        return _("到会人数不足应到会的五分之四，选举不能进行。")
    if not valid:
        return _("收回选票多于发出选票，本次选举无效，应重新选举。")
    parts = [_("当选：%(names)s。") % {"names": "、".join(found.elected)} if found.elected else _("无人当选。")]
    if found.tied:
        parts.append(_("末位得票相等，就以下人选再次投票：%(names)s。") % {"names": "、".join(found.tied)})
    elif found.vacant:
        parts.append(_("不足名额 %(count)d 个，可就未当选者另行选举。") % {"count": found.vacant})
    return "".join(parts)


_VERDICTS = {
    MotionRule.ADMISSION: _admission,
    MotionRule.CONVERSION: _admission,
    MotionRule.ORDINARY: _ordinary,
    MotionRule.COMMITTEE: _committee,
    MotionRule.ELECTION: _election,
}
