"""A seeded random → how one list prints: its markers, brackets, colons, and the shape of its cells."""

from dataclasses import dataclass
from random import Random

DOTTED = ("{}.", "{}. ", "{}．", "{}、")
"""Arabic markers that may number the parts of an entry and stand above inner lists in brackets."""

_DIGITS = "〇一二三四五六七八九"
_ARABIC_MARKERS = ("{}.", "{}. ", "{}．", "{}、", "{}）", "（{}）", "({})")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Style:
    """The habits of one list's writer; the same in every row."""

    duty_marker: str
    entry_marker: str
    case_marker: str
    part_hyphen: str
    colon: str
    brackets: str
    blank_lines: bool
    indent: str
    stage_end: str
    duty_units: bool
    duty_flow: str
    """`lines`, `run-on` (all duties in one line) or `unnumbered` (stages open the lines)."""
    last_duty: str
    """`staged`, `bare` (no stage) or `none`."""
    tags: bool
    entry_shape: str
    """`inline`, `lines` (articles on lines of their own) or `locator` (nothing quoted)."""
    entry_flow: str
    parts: bool
    accountability: str
    """`cases`, `bare` (cases without a lead), `prose` or `laws` (prose that names laws)."""
    case_units: str
    """`none`, `inside` (before the closing mark) or `outside` (after it)."""
    short_authority: bool
    type_wording: int
    """Which of the wordings of a power type the writer uses."""


def draw_style(random: Random) -> Style:
    """Draw the habits of one writer; no two of them contradict each other."""
    entry_shape = random.choice(("inline", "inline", "lines", "locator"))
    run_on = entry_shape != "lines" and random.random() < 0.12
    duty_flow = random.choice(("lines",) * 8 + ("run-on", "unnumbered"))
    return Style(
        duty_marker="{}." if duty_flow == "run-on" else _draw_marker(random, ("{①}", "{一}、", "（{一}）")),
        entry_marker="{}." if run_on else _draw_marker(random, ("{①}", "{一}、")),
        case_marker=_draw_marker(random, ("{①}", "{一}、", "（{一}）")),
        part_hyphen=random.choice(("-", "-", "－")),
        colon=random.choice(("：", "：", "：", ":")),
        brackets=random.choice(("（）", "（）", "（）", "()")),
        blank_lines=random.random() < 0.35,
        indent=random.choice(("", "    ", "　　", "  ")),
        stage_end="责任"
        if duty_flow == "unnumbered"
        else random.choice(("责任",) * 4 + ("阶段责任", "环节责任", "阶段")),
        duty_units=random.random() < 0.45,
        duty_flow=duty_flow,
        last_duty="staged" if duty_flow != "lines" else random.choice(("staged", "bare", "none")),
        tags=random.random() < 0.5,
        entry_shape=entry_shape,
        entry_flow="run-on" if run_on else "lines",
        parts=random.random() < 0.4,
        accountability=random.choice(("cases", "cases", "cases", "bare", "prose", "laws")),
        case_units=random.choice(("none", "inside", "outside")),
        short_authority=random.random() < 0.25,
        type_wording=random.choice((0, 0, 0, 1, 2)),
    )


def _draw_marker(random: Random, rare: tuple[str, ...]) -> str:
    return random.choice(rare) if random.random() < 0.2 else random.choice(("{}.", *_ARABIC_MARKERS))


def mark_part(style: Style, value: int, part: int) -> tuple[str, str]:
    """Print the number of one part of a split entry (`2-1.`); also give it as the truth holds it."""
    printed = style.entry_marker.replace("{}", f"{value}{style.part_hyphen}{part}")
    return printed, f"{value}-{part}"


def mark(marker: str, value: int) -> tuple[str, str]:
    """Print a number in a marker's style; also give it less dot, bracket and 、.

    >>> mark("（{一}）", 12)
    ('（十二）', '十二')
    """
    if "{①}" in marker:
        slot, number = "{①}", _CIRCLED[value - 1]
    elif "{一}" in marker:
        slot, number = "{一}", chinese_of(value)
    else:
        slot, number = "{}", str(value)
    return marker.replace(slot, number), number


def chinese_of(value: int) -> str:
    """Print a number below 200 as law articles print it.

    >>> chinese_of(110), chinese_of(21), chinese_of(105)
    ('一百一十', '二十一', '一百零五')
    """
    if value >= 100:
        rest = value - 100
        link = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return "一百" + link + chinese_of(rest)
    tens, ones = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
