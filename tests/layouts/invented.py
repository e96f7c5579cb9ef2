"""A wide table under headers that no list has printed before; only the contents tell what its columns hold."""

from dataclasses import replace
from random import Random

from .cells import Column
from .columns import header_row
from .drafts import Draft, open_draft
from .pages import Format, Table
from .rows import item_rows

INVENTED: dict[str, tuple[str, ...]] = {
    "number": ("第几行", "排位", "行次", "次第"),
    "code": ("身份串", "识别符", "档案串"),
    "type": ("归哪一路", "性质归口", "何种"),
    "name": ("所办之事", "办的是什么", "这件事", "名头"),
    "authority": ("由谁来办", "哪家来办", "出面的"),
    "unit": ("落到谁手", "哪个口子", "具体经手"),
    "basis": ("凭什么办", "所凭何法", "底气所在"),
    "duties": ("该做哪些", "怎么办好", "每步做啥"),
    "accountability": ("办砸了怎样", "何时算账", "出错咋办"),
    "exemption": ("何时不算账", "能免的时候"),
    "scope": ("管到哪儿", "手伸多远"),
    "place": ("去哪儿办", "门朝哪开"),
    "legal_limit": ("最久多久", "拖多久算超"),
    "remarks": ("附带一提", "另说几句"),
}
LETTERED = ("甲栏", "乙栏", "丙栏", "丁栏", "戊栏", "己栏", "庚栏", "辛栏", "壬栏", "癸栏")
"""Headers that say nothing, in their order."""
_CHANCES = {
    "code": 0.3,
    "authority": 0.7,
    "unit": 0.4,
    "basis": 0.9,
    "duties": 0.9,
    "accountability": 0.6,
    "exemption": 0.3,
    "scope": 0.12,
    "place": 0.12,
    "legal_limit": 0.12,
    "remarks": 0.5,
}
_ORDER = (
    "number",
    "code",
    "type",
    "name",
    "authority",
    "unit",
    "scope",
    "basis",
    "duties",
    "accountability",
    "exemption",
    "legal_limit",
    "place",
    "remarks",
)
_UNTOLD = frozenset(("scope", "place", "legal_limit", "remarks"))
"""What contents alone cannot name: it stays under its printed header."""


def invented_headers(random: Random, form: Format) -> Draft:
    """One wide table whose header words are all invented."""
    draft = open_draft(random, form)
    draft.restyle(replace(draft.style, short_authority=False))
    drawn = {field for field, chance in _CHANCES.items() if random.random() < chance}
    drawn |= {"number", "type", "name", random.choice(("basis", "duties"))}
    fields = [field for field in _ORDER if field in drawn]
    lettered = random.random() < 0.3 and len(fields) <= len(LETTERED)
    columns = tuple(
        Column(field, LETTERED[index] if lettered else random.choice(INVENTED[field]))
        for index, field in enumerate(fields)
    )
    draft.blocks.append(Table((header_row(columns), *item_rows(draft, columns))))
    for truth in draft.items:
        untold = {column.header: truth.pop(column.field) for column in columns if column.field in _UNTOLD}
        if untold:
            truth["extra"] = untold
    return draft
