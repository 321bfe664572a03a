"""What is said in the groups of the demo: a few natural conversations, a poll, a notice, a discussion."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from zhibu.config.demo.cast import Branch, Cast
from zhibu.groups.enums import GroupKind, TopicKind
from zhibu.groups.models import Group
from zhibu.groups.services import asking, keeping, topics
from zhibu.groups.services.placing import follow_tree
from zhibu.groups.services.posting import Draft, say_one
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import PostTitle

S, D = -1, -2  # secretary, deputy; others by their place in the branch
Said = tuple[int, int, str]  # who, minutes before now, what

EVENING: tuple[Said, ...] = (
    (S, 1500, "各位同志，主题党日改在一号车间会议室，地方大一些，夜班的同志下班直接过来。"),
    (21, 1492, "收到。三班六点五十下班，走过去五分钟。"),
    (24, 1470, "老赵腿脚不方便，能不能安排在一楼？"),
    (S, 1463, "一号车间会议室就在一楼，有坡道。需要接的同志告诉我。"),
    (24, 1460, "那就好，我陪他一起去。"),
    (S, 210, "今天找出来的隐患我先列三条：配电箱门锁坏了一把、3 号线地面有油、灭火器有两只到期。大家补充。"),
    (22, 198, "包装区的应急灯有一盏不亮，我拍给维修了。"),
    (27, 190, "3 号线的油是减速机渗的，昨天夜班已经报修，备件明天到。"),
    (D, 176, "灭火器我来换，今天下班前换好。"),
    (23, 170, "应急灯换好了，刚试过。"),
    (S, 150, "好，配电箱我联系设备科。整改完的在群里说一声，我一起记进活动记录。"),
    (25, 46, "夜班食堂的热水器也该看看，水温忽高忽低。"),
    (D, 38, "我明早去看，谢谢提醒。"),
)
MARKETING: tuple[Said, ...] = (
    (S, 900, "出差在外的同志，本月党课可以线上参加，也可以补课，不方便的和我说。"),
    (12, 880, "我在成都，周四晚上能线上。"),
    (13, 872, "我这周跑新疆，下周回来补。"),
    (S, 868, "好，路上注意安全。"),
)
COMMITTEE: tuple[Said, ...] = (
    (S, 700, "夜班专场的会议室定好了：培训中心 201，早上八点半。"),
    (D, 690, "我去主持夜班那一场。"),
    (S, 684, "辛苦。签到两种都准备：扫码和点名，老同志直接点名。"),
)
SHARED: tuple[Said, ...] = (
    (22, 3980, "第一次去敬老院教手机挂号，才知道字太小是最大的难处，回来把家里老人的手机也调大了。"),
    (26, 3950, "有位奶奶学会了视频，当场打给在外地的孙女，大家都很感动。"),
    (29, 3930, "建议下次带几张大字的步骤卡，教完留给他们。"),
)
SUMMARY = (
    "七位同志参加社区长者手机课堂，三位谈了体会。意见：一是准备大字步骤卡留给长者；二是每次固定由同一组人去，"
    "老人记得住。下一步：步骤卡由宣传委员设计，下月活动前印好。"
)


def talk(cast: Cast, officers: dict[int, Viewer], random: Random, *, at: datetime) -> None:
    """Groups of the tree, and what has been said in some of them."""
    follow_tree(at=at - timedelta(days=300))
    stage = cast.branches[1]
    group, secretary = _group(stage.id, GroupKind.BRANCH), officers[stage.officers[PostTitle.SECRETARY]]
    _discuss(stage, group, secretary, random, at)
    _say(stage, group, EVENING, random, at)
    _say(cast.branches[3], _group(cast.branches[3].id, GroupKind.BRANCH), MARKETING, random, at)
    _say(stage, _group(cast.committee_id, GroupKind.COMMITTEE_WORK), COMMITTEE, random, at)
    _ask(group, secretary, stage, random, at)
    keeping.index_words(at=at)


def _group(organisation: int, kind: str) -> Group:
    return Group.objects.get(organisation_id=organisation, kind=kind)


def _say(
    branch: Branch, group: Group, lines: tuple[Said, ...], random: Random, at: datetime, topic_id: int | None = None
) -> None:
    heads = {S: branch.officers[PostTitle.SECRETARY], D: branch.officers[PostTitle.DEPUTY_SECRETARY]}
    for who, minutes, text in lines:
        person = heads.get(who) or branch.members[who]
        draft = Draft(group.pk, person, str(_key(random)), text, topic_id=topic_id)
        say_one(draft, at=at - timedelta(minutes=minutes))


def _discuss(branch: Branch, group: Group, secretary: Viewer, random: Random, at: datetime) -> None:
    """Sharing after an activity, three days ago, summed up for the record book."""
    opened = at - timedelta(minutes=4000)
    topic = topics.open_topic(
        secretary, group_id=group.pk, title="社区长者手机课堂", kind=TopicKind.SHARING, key=_key(random), at=opened
    )
    _say(branch, group, SHARED, random, at, topic.pk)
    spoke = [branch.members[who] for who, _, _ in SHARED]
    topics.close_topic(secretary, topic_id=topic.pk, summary=SUMMARY, spoke=spoke, at=at - timedelta(days=2))


def _ask(group: Group, secretary: Viewer, branch: Branch, random: Random, at: datetime) -> None:
    poll = asking.ask_poll(
        secretary, group_id=group.pk, question="下月主题党日放在哪天，照顾到的班次最多？", key=_key(random),
        options=["周三下班后", "周五夜班前", "周六上午"], several=True, at=at - timedelta(minutes=130),
    )  # fmt: skip
    options = list(poll.options.values_list("pk", flat=True))
    for number, person in enumerate(branch.members[20:31]):
        voter = Viewer(person_id=person, name="")
        asking.vote(voter, message_id=poll.message_id, option_ids=[options[number % 3]], at=at - timedelta(minutes=100))
    notice = asking.give_notice(
        secretary, group_id=group.pk, text="四季度支部党员大会下周召开，夜班同志另有专场。请大家看看自己的班次。",
        act="我能到会，或已向书记请假", due_at=at + timedelta(days=4), key=_key(random), at=at - timedelta(minutes=60),
    )  # fmt: skip
    for person in branch.members[20:38]:
        asking.confirm(Viewer(person_id=person, name=""), message_id=notice.message_id)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
