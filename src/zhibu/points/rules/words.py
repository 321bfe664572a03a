"""Words that no index may be built on, in Chinese and English, each with the rule that forbids it.

Source: rules.md 7.6 and 10.5 (State Council Office measure of January 2026 on government applications).
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A group of words and what they stand for."""

    code: str
    what: Promise
    pattern: re.Pattern[str]


def _group(code: str, what: Promise, *patterns: str) -> Forbidden:
    return Forbidden(code, what, re.compile("|".join(patterns), re.IGNORECASE))


FORBIDDEN = (
    _group("login", _("登录次数"), r"登[录陆]", r"\blog[ -]?(?:ged )?(?:in|on)s?\b", r"\bsign[ -]?in days?\b", r"日活"),
    _group(
        "streak",
        _("连续打卡"),
        r"打卡",
        r"连续签到",
        r"\bstreaks?\b",
        r"\bconsecutive days?\b",
        r"\bclock(?:ing)?[ -]in\b",
    ),
    _group(
        "screen_time",
        _("在线或阅读时长"),
        r"(?<!志愿服务)(?<!培训)时长",
        r"在线时间",
        r"学习时间",
        r"阅读时间",
        r"观看时间",
        r"\bscreen ?time\b",
        r"\bdwell\b",
        r"\b(?:online|app|reading|viewing|watch(?:ing)?|study) (?:time|hours|minutes|seconds|duration)\b",
        r"\b(?:time|hours|minutes|seconds) (?:online|on screen|in the app|spent reading|spent watching)\b",
    ),
    _group(
        "pages_read",
        _("浏览和阅读量"),
        r"浏览",
        r"阅读量",
        r"阅读数",
        r"点击量",
        r"点击数",
        r"访问量",
        r"播放量",
        r"观看视频",
        r"看视频",
        r"\bpage ?views?\b",
        r"\bviews?\b",
        r"\bclicks?\b",
        r"\bpages? read\b",
        r"\barticles? read\b",
        r"\bread\b",
        r"\bvideos? (?:watched|viewed)\b",
        r"\bwatch(?:es|ed)? (?:a )?videos?\b",
    ),
    _group(
        "likes",
        _("点赞"),
        r"点赞",
        r"获赞",
        r"\blik(?:e|es|ed)\b",
        r"\bthumbs[ -]up\b",
        r"网络投票",
        r"\bonline votes?\b",
    ),
    _group("favourites", _("收藏"), r"收藏", r"\bfavou?rites?\b", r"\bbookmarks?\b"),
    _group(
        "forwards",
        _("转发"),
        r"转发",
        r"转载",
        r"分享朋友圈",
        r"\bforward(?:s|ed|ing)?\b",
        r"\breposts?(?:ed)?\b",
        r"\bshares?\b",
    ),
    _group(
        "followers",
        _("关注和粉丝"),
        r"粉丝",
        r"关注公众号",
        r"关注数",
        r"关注量",
        r"\bfollow(?:s|ers?)\b",
        r"\bsubscribers?\b",
    ),
    _group(
        "installs",
        _("安装和使用率"),
        r"安装",
        r"下载",
        r"使用率",
        r"装机",
        r"\binstall(?:s|ed|ation)?\b",
        r"\bdownloads?\b",
        r"\busage rate\b",
    ),
    _group(
        "tracks",
        _("位置轨迹"),
        r"轨迹",
        r"定位",
        r"位置信息",
        r"\bgps\b",
        r"\blocation\b",
        r"\bgeo ?fence\b",
        r"\btracks?\b",
    ),
    _group("selfies", _("自拍留痕"), r"自拍", r"截图", r"拍照打卡", r"\bselfies?\b", r"\bscreenshots?\b"),
    _group(
        "reply_speed",
        _("回复速度"),
        r"回复速度",
        r"秒回",
        r"及时回复",
        r"接龙",
        r"\breply (?:speed|time)\b",
        r"\bresponse time\b",
    ),
    _group("ranking", _("排名"), r"排名", r"排行", r"\branks?\b", r"\branking\b", r"\bleader ?board\b"),
)

# "article accepted (accepted, not read or liked)" says what is left out; only a bracket may say so, and a
# bracket that also takes points off ("not forwarded: -1") is read like everything else.
_DISCLAIMER = re.compile(r"[(（][^()（）]*(?:\bnot\b|而非|而不是|不看|不以)[^()（）]*[)）]", re.IGNORECASE)


def forbidden_in(text: str) -> list[Forbidden]:
    """Which groups a text touches. Underscores read as blanks, so that identifiers are read as well."""
    plain = text.replace("_", " ")
    return [group for group in FORBIDDEN if group.pattern.search(plain)]


def without_disclaimers(evidence: str) -> str:
    """Evidence without brackets that say what does not count."""
    return _DISCLAIMER.sub(lambda found: found[0] if re.search(r"[-−扣减]", found[0]) else "", evidence)
