"""What a scheme says of last year's figure and of the order of names, on its page and in the sums."""

from datetime import UTC, date, datetime

import pytest

from zhibu.points import services
from zhibu.points.models import Figure
from zhibu.points.queries.score import Question, figures

NEXT = datetime(2027, 1, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(("per_cent", "carried"), [(0, 0), (10, 10), (100, 100)])
def test_last_years_figure_counts_by_its_per_cent(world, scheme, per_cent, carried):
    stella = world.viewer("stella")
    services.settle(stella, scheme_id=scheme.pk, quarter=4, at=NEXT)
    last = Figure.objects.get(person=world.person("bob")).total
    draft = services.copy_scheme(stella, scheme_id=scheme.pk, year=2027, at=NEXT)
    before = _total(world, draft)
    services.set_bonus_caps(stella, scheme_id=draft.pk, caps={}, carry_over=per_cent, at=NEXT)
    draft.refresh_from_db()
    assert (last > 0, _total(world, draft)) == (True, min(1000, before + last * carried // 100))


def _total(world, scheme):
    question = Question(scheme=scheme, quarter=1, recorded_until=NEXT, person_id=world.person("bob").pk)
    return next(figures(question))["total"]


def test_the_form_sets_what_is_carried_over_and_keeps_a_wrong_number(world, scheme, as_user):
    stella = as_user("stella")
    draft = services.copy_scheme(world.viewer("stella"), scheme_id=scheme.pk, year=2027, at=NEXT)
    caps = {f"cap{number}": "3" for number in range(1, 6)}
    wrong = stella.post(f"/points/schemes/{draft.pk}/caps", {**caps, "carry_over": "101"})
    assert (wrong.status_code, 'value="101"' in wrong.content.decode()) == (422, True)
    assert stella.post(f"/points/schemes/{draft.pk}/caps", {**caps, "carry_over": "15"}).status_code == 302
    assert "<dd>15%</dd>" in stella.get(f"/points/schemes/{draft.pk}").content.decode()


def test_the_page_says_whether_names_may_stand_by_figure(world, scheme, as_user, settings):
    settings.PROFILE = "private_enterprise"
    bob, address = as_user("bob"), f"/points/schemes/{scheme.pk}"
    assert "没有开放；各处都按姓名排列" in bob.get(address).content.decode()
    services.allow_top_list(
        world.viewer("stella"), scheme_id=scheme.pk, reason="劳动竞赛表扬", scope="本公司", until=date(2999, 12, 31),
        at=NEXT,
    )  # fmt: skip
    assert "劳动竞赛表扬" in bob.get(address).content.decode()
