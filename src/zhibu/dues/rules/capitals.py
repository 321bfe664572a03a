"""Amounts in capital characters, as receipts write them so that nobody adds a stroke (rules.md 9.5)."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def in_capitals(fen: int) -> str:
    """11460 → 壹佰壹拾肆元陆角整; 10005 → 壹佰元零伍分; 0 → 零元整. Raises ValueError below zero."""
    if fen < 0:
        raise ValueError("An amount in capital characters is not negative")
    yuan, rest = divmod(fen, 100)
    jiao, last = divmod(rest, 10)
    head = f"{_whole(yuan)}元" if yuan else ("" if rest else "零元")
    if not rest:
        return f"{head}整"
    middle = f"{_DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"{head}{middle}{_DIGITS[last]}分" if last else f"{head}{middle}整"


def _whole(number: int) -> str:
    """Groups of four from the right; a gap inside is one 零."""
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += _DIGITS[0]
        text, gap = text + _four(group) + _GROUPS[place], False
    return text


def _four(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return text
