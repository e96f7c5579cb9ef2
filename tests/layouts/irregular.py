"""A table whose duty cells break the rules of lists: marks lost or odd, labels joined, lines run together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from . import phrases
from .cells import Column, Pen
from .citing import stripped
from .columns import draw_columns, header_row
from .drafts import Draft, open_draft
from .invent import Item
from .pages import Cell, Format, Row, Table, Truth
from .rows import item_rows, place_of, with_cell
from .style import mark

_TYPED = frozenset(("type",))
_HALF_WIDTH = str.maketrans("，：；（）", ",:;()")
_LONGEST_STAGE = 12
SUBHEADS = ("一般程序", "普通程序", "简易程序", "办理程序")
STEPS = (
    "按下列步骤办理：{}核对身份信息；{}查验原始凭证；{}登记办理台账。",
    "重点把握三个方面：{}主体是否适格；{}材料是否真实；{}程序是否完备。",
)
_STEP_MARKS = (("（1）", "（2）", "（3）"), ("⑴", "⑵", "⑶"), ("①", "②", "③"), ("(1)", "(2)", "(3)"))


@dataclass
class _Duty:
    """One duty as it will be printed: its number and label, and what stands between and before them."""

    number: str
    stage: str
    text: str
    marker: str
    unit: str = ""
    """Printed in brackets behind the stage."""
    colon: str = "："
    gap: str = "\n"
    """What stands between the duty above and this one."""
    touched: bool = False


Change = Callable[[Pen, list[_Duty]], None]


def irregular_duties(random: Random, form: Format) -> Draft:
    """A wide table whose duties are listed as carelessly as in real lists."""
    draft = open_draft(random, form)
    marker = random.choice(("{}.", "{}.", "{}、", "{}．"))
    draft.restyle(replace(draft.style, duty_marker=marker, stage_end="责任"))
    columns = _spaced(random, draw_columns(random, draft.style, _TYPED | {"duties", "basis"}))
    place, habits = place_of(columns, "duties"), random.sample(tuple(_CHANGES), random.randint(2, 4))
    rows: list[Row] = []
    for row in item_rows(draft, columns):
        text, duties = _write(draft.pen, draft.pen.listing.items[len(rows)], habits)
        draft.items[len(rows)]["duties"] = duties
        rows.append(with_cell(row, place, Cell(text)))
    table = Table((header_row(columns), *rows))
    if random.random() < 0.25:
        table = Table(tuple(map(_narrowed, table.rows)))
        draft.items[:] = [_narrow(truth) for truth in draft.items]
    draft.blocks.append(table)
    return draft


def _spaced(random: Random, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Set the words of some headers letter by letter."""
    if random.random() < 0.5:
        return columns
    gap = random.choice((" ", "　", "  "))
    return tuple(
        replace(column, header=gap.join(column.header))
        if 1 < len(column.header) < 5 and column.header.isalpha() and column.field != "extra"
        else column
        for column in columns
    )


def _narrowed(row: Row) -> Row:
    return Row(tuple(replace(cell, text=cell.text.translate(_HALF_WIDTH)) for cell in row.cells))


def _narrow(value: Truth) -> Truth:
    return {key.translate(_HALF_WIDTH): _narrow_part(part) for key, part in value.items()}


def _narrow_part(part: object) -> object:
    if isinstance(part, str):
        return part.translate(_HALF_WIDTH)
    if isinstance(part, list):
        return [_narrow_part(one) for one in part]
    return _narrow(part) if isinstance(part, dict) else part


def _write(pen: Pen, item: Item, habits: list[str]) -> tuple[str, list[Truth]]:
    """Print the duties of an item with some of the writer's habits; give them as a reader finds them."""
    random, style = pen.random, pen.style
    duties = []
    stages = [*item.stages, ("其他", random.choice(phrases.CATCH_ALL_STAGED))]
    for value, (stem, text) in enumerate(stages, 1):
        printed, number = mark(style.duty_marker, value)
        duty = _Duty(number, f"{stem}责任", text, printed, colon=style.colon)
        if style.duty_units:
            duty.unit = item.unit
        duties.append(duty)
    lead = ""
    for habit in (name for name in _CHANGES if name in habits):
        if random.random() < 0.6:
            _CHANGES[habit](pen, duties)
    if "subhead" in habits and random.random() < 0.8:
        lead = random.choice(SUBHEADS) + style.colon + "\n"
    printed = lead + "".join(_printed(style.brackets, duty, index) for index, duty in enumerate(duties))
    return printed, [_truth(duty) for duty in duties]


def _printed(brackets: str, duty: _Duty, index: int) -> str:
    unit = f"{brackets[0]}{duty.unit}{brackets[1]}" if duty.unit else ""
    label = f"{duty.stage}{unit}{duty.colon}" if duty.stage else ""
    return (duty.gap if index else "") + duty.marker + label + duty.text


def _truth(duty: _Duty) -> Truth:
    values = {"number": duty.number, "stage": duty.stage, "unit": duty.unit, "text": stripped(duty.text)}
    return {key: value for key, value in values.items() if value}


def _close_label(pen: Pen, duties: list[_Duty]) -> None:
    """End a label in ； or 。 as `受理责任；公示…`."""
    for duty in _some(pen, duties):
        duty.colon, duty.unit = pen.random.choice("；。"), ""


def _lose_dot(pen: Pen, duties: list[_Duty]) -> None:
    """Print `2审查责任：…`."""
    for duty in _some(pen, duties):
        duty.marker = duty.number


def _skip_number(pen: Pen, duties: list[_Duty]) -> None:
    """Leave a number out in counting: 1, 2, 4."""
    place = pen.random.randrange(1, len(duties))
    if any(duty.touched for duty in duties[place:]):
        return
    for index, duty in enumerate(duties[place:], place + 2):
        duty.marker, duty.number = mark(pen.style.duty_marker, index)
    duties[place].touched = True


def _start_in_mid_line(pen: Pen, duties: list[_Duty]) -> None:
    """Start a duty behind the full stop of the one above, in its line."""
    for duty in _some(pen, duties[1:]):
        duty.gap = pen.random.choice(("", "", " ", "　"))


def _join_lines(_: Pen, duties: list[_Duty]) -> None:
    """Print several duties in one paragraph."""
    if any(duty.touched for duty in duties):
        return
    for duty in duties[1:]:
        duty.gap, duty.touched = "", True


def _unlabel_last(pen: Pen, duties: list[_Duty]) -> None:
    """Close with a duty without a label; without a number too, it goes on with the one above (ruling 10)."""
    last = duties[-1]
    if last.touched or last.gap != "\n":
        return
    last.stage, last.unit, last.touched = "", "", True
    last.text = pen.random.choice(phrases.CATCH_ALL_BARE) + "。"
    if pen.random.random() < 0.3:
        duties[-2].text += "\n" + last.text
        duties.pop()


def _join_stages(pen: Pen, duties: list[_Duty]) -> None:
    """Give two stages one label: 审查和决定阶段责任."""
    first = pen.random.randrange(len(duties) - 2)
    one, other = duties[first], duties[first + 1]
    joined = one.stage.removesuffix("责任") + pen.random.choice("和与及") + other.stage.removesuffix("责任")
    label = joined + pen.random.choice(("责任", "阶段责任"))
    if one.touched or len(label) > _LONGEST_STAGE:
        return
    one.stage, one.text = label, one.text + other.text
    del duties[first + 1]
    for index, duty in enumerate(duties, 1):
        duty.marker, duty.number = mark(pen.style.duty_marker, index)
    one.touched = True


def _add_steps(pen: Pen, duties: list[_Duty]) -> None:
    """Number steps inside a duty, in its line or on lines of their own."""
    duty = pen.random.choice(duties[:-1])
    if duty.touched:
        return
    text = pen.random.choice(STEPS).format(*pen.random.choice(_STEP_MARKS))
    if pen.random.random() < 0.4:
        head, _, steps = text.partition("：")
        text = f"{head}：\n" + steps.replace("；", "；\n")
    duty.text += text
    duty.touched = True


def _head_above(_: Pen, __: list[_Duty]) -> None:
    """A sub-head stands above the labels; it is printed when the cell is."""


_CHANGES: dict[str, Change] = {
    "stages": _join_stages,
    "label": _close_label,
    "skip": _skip_number,
    "dot": _lose_dot,
    "middle": _start_in_mid_line,
    "last": _unlabel_last,
    "steps": _add_steps,
    "paragraph": _join_lines,
    "subhead": _head_above,
}
"""Ways of breaking a list, in the order in which they may follow one another; a duty is touched once."""


def _some(pen: Pen, duties: list[_Duty]) -> list[_Duty]:
    """Draw one or two duties that nothing has touched yet, and touch them."""
    free = [duty for duty in duties if not duty.touched]
    drawn = pen.random.sample(free, min(len(free), pen.random.randint(1, 2)))
    for duty in drawn:
        duty.touched = True
    return drawn
