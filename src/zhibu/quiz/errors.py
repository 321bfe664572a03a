"""Refusals about the knowledge contest: what happened, and what to do next."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchRound(NotFound):
    """Missing, still being prepared, or not meant for the viewer."""

    code = "no_such_round"
    sentence = _("没有找到这场竞答，或者它不对您开放。请从“知识竞答”页重新进入。")


class NoSuchEvening(NotFound):
    """Missing, or of another organisation."""

    code = "no_such_evening"
    sentence = _("没有找到这个每晚竞答的安排。请从“知识竞答”页重新进入。")


class NoSuchQuizQuestion(NotFound):
    """The round has no question of this number."""

    code = "no_such_quiz_question"
    sentence = _("这场竞答没有这道题。请回到竞答页，按页面上的题目作答。")


class WrongRoundState(Refused):
    """The round is not in the state that the step needs."""

    code = "wrong_round_state"
    sentence = _("这场竞答目前的状态不能做这一步。请刷新页面，按页面底部的按钮操作。")


class NoQuestionsYet(Refused):
    """A round is sealed with at least one question."""

    code = "no_questions_yet"
    sentence = _("还没有选题，不能封题。请先从题库选题，再封题。")


class TooFewQuestions(Refused):
    """The bank holds fewer than asked for."""

    code = "too_few_questions"
    sentence = _("题库里符合条件的题不够。请减少题数、放宽标签和难度，或先到题库补题。")


class NoTimeGiven(Refused):
    """Neither a start nor a window lies ahead."""

    code = "no_time_given"
    sentence = _("开始时间已经过去，或者还没有填时间。请改好开始时间或时段，再封题。")


class WindowWrong(Refused):
    """A window that ends before it begins."""

    code = "window_wrong"
    sentence = _("时段的结束时间要晚于开始时间。请改好后再提交。")


class NotMeant(Refused):
    """Not on the roll of the organisation that plays, or no longer."""

    code = "not_meant"
    sentence = _("这场竞答面向本组织的党员，您目前不在名单里。若刚调整了支部，请到新支部参加。")


class NotEntered(Refused):
    """An answer of somebody who has not come in."""

    code = "not_entered"
    sentence = _("您还没有进入这场竞答。请在竞答页点“进入”，再作答。")


class TooEarly(Refused):
    """The question is not open yet."""

    code = "too_early"
    sentence = _("这道题还没有开放，刚才的答案没有计入。请等题目出现后再答。")


class TooLate(Refused):
    """The question is closed."""

    code = "too_late"
    sentence = _("这道题的时间已到，刚才的答案没有计入。请看解析，准备下一题。")


class AnsweredAlready(Refused):
    """One answer a person and question; the first one counts."""

    code = "answered_already"
    sentence = _("这道题您已经答过，以第一次的答案为准。请等下一题。")


class AnswerUnreadable(Refused):
    """The answer does not have the shape of the question's kind."""

    code = "answer_unreadable"
    sentence = _("没有看懂这个答案，没有计入。请在页面上重新选一次。")


class WindowClosed(Refused):
    """No window is open now."""

    code = "window_closed"
    sentence = _("现在不在开放时段内。请在竞答页查看下一个时段，到时再来。")


class OneSittingOnly(Refused):
    """Whoever has entered one sitting cannot play another of the same round."""

    code = "one_sitting_only"
    sentence = _("您已经在另一个时段进入过这场竞答，同一套题只能参加一次。结束后可以在“练习”里再做。")
