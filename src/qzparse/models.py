"""The canonical document `qzparse/1`: what every input becomes.

Slotted dataclasses hold the reading; `validation` checks what is loaded and publishes the schema
(docs/decisions/0001-records.md says why the two jobs are parted). Absent fields are None and left out when
dumped; an empty string or list says that the cell is there, and blank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from .excerpt import Printed, Span

SCHEMA: Literal["qzparse/1"] = "qzparse/1"


class Severity(StrEnum):
    """How grave a diagnostic is; a document with an error is never reported as clean."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


Grade = Literal["clean", "noted", "doubtful", "faulty"]
"""How far a document can be trusted: as far as its worst part.

- `clean`: nothing is to be said of it; every field was plainly printed and plainly placed.
- `noted`: its gravest diagnostic is an info; what was inherited or mended is told and can be relied upon.
- `doubtful`: its gravest diagnostic is a warning, or text of the source has no place in it.
- `faulty`: at least one diagnostic is an error.
"""


@dataclass(slots=True)
class SourceOrigin:
    """The file that was read."""

    name: str
    """Its name, without folders."""
    format: str
    """What it is by its bytes."""
    sha256: str
    """The digest of its bytes."""
    bytes: int
    """How many bytes it has."""
    encoding: str | None = None
    """How its text is encoded, for text files."""
    pages: int | None = None
    """How many pages it has, where the format knows pages."""


@dataclass(slots=True)
class Region:
    """The place whose list it is."""

    name: str
    """The name as GB/T 2260 gives it, from the province down."""
    code: str
    """Six digits of GB/T 2260."""
    level: str
    """国家, 省, 市 or 县."""
    found_in: str
    """What says so: the title, the items' codes or the file's name."""


@dataclass(slots=True)
class Article:
    """A place in a law: `第七十四条第（二）项` is article 74, item 2."""

    article: int | None = None
    paragraph: int | None = None
    item: int | None = None
    chapter: int | None = None
    inserted: int | None = None
    """The 1 of `第一百二十条之一`, an article inserted behind another."""


@dataclass(slots=True)
class Citation:
    """A law that founds an entry."""

    title: str
    """What stands between the outermost 《》."""
    note: str | None = None
    """The bracket that follows the title, less that bracket."""
    document_number: str | None = None
    """A 字〔年〕N号 printed there."""
    articles: list[Article] = field(default_factory=list)
    """The articles cited, in printed order."""
    chapter: int | None = None
    """The chapter printed before the first article."""


@dataclass(slots=True)
class Entry:
    """A numbered legal basis."""

    number: Printed | None = None
    """As printed, less dot and bracket: `2-1`, `①`."""
    kind: str | None = None
    """The printed tag, 法律 of 【法律】; never deduced."""
    same_as: str | None = None
    """The number that `同1。` points to."""
    text: Printed | None = None
    """What follows the number, its tag included."""
    citations: list[Citation] = field(default_factory=list)
    """The laws that found it."""


@dataclass(slots=True)
class Duty:
    """One duty of a body in one stage of using its power."""

    number: Printed | None = None
    """As printed, less dot and bracket."""
    stage: Printed | None = None
    """The label before the first colon: 立案责任."""
    unit: Printed | None = None
    """The unit named in brackets."""
    text: Printed | None = None
    """What follows."""
    sub_head: Printed | None = None
    """The line above it that heads it and the duties below, up to the next: 简易程序."""


@dataclass(slots=True)
class Case:
    """One situation in which somebody is held to account."""

    number: Printed | None = None
    text: Printed | None = None
    unit: Printed | None = None
    """The unit that holds to account."""


@dataclass(slots=True)
class Accountability:
    """追责情形: when officials answer for a power."""

    lead: Printed | None = None
    """What stands before the first case."""
    cases: list[Case] = field(default_factory=list)


@dataclass(slots=True)
class Oversight:
    """监督方式, 监督电话: where to complain."""

    text: Printed | None = None
    phones: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A numbered part of the list: `二、行政处罚（7项）`."""

    number: Printed | None = None
    title: Printed | None = None
    type: str | None = None
    declared_items: int | None = None


@dataclass(slots=True)
class Profile:
    """A body's own duties."""

    main_duties: list[Printed] | None = None
    """主体责任, less their numbers."""
    duty_boundary: Printed | None = None
    """职责边界."""


@dataclass(slots=True)
class Item:
    """One power and the duties that go with it; a sub-item is an item of its own."""

    id: str = ""
    """Unique in the document: the section, the number and the order among equals."""
    caption: Printed | None = None
    """`表2-1` above a form."""
    list_number: int | None = None
    """Which of the file's `lists` it stands in, counted from 1; absent where the file holds one."""
    section: str | None = None
    """The number of its section."""
    type: Printed | None = None
    """权力类型, folded to its canonical name; a type that a heading gives has no place of its own."""
    printed_type: Printed | None = None
    """The type as printed, where it was folded."""
    number: Printed | None = None
    """序号."""
    code: Printed | None = None
    """编码."""
    name: Printed | None = None
    """职权名称."""
    subitem: Printed | None = None
    """子项名称."""
    authority: Printed | None = None
    """实施主体."""
    unit: Printed | None = None
    """承办机构."""
    co_authority: Printed | None = None
    """其他共同审批部门."""
    subject: Printed | None = None
    """审批对象, 实施对象."""
    scope: Printed | None = None
    """本级具体职责权限."""
    measure: Printed | None = None
    """处罚种类, 行政强制措施."""
    level: Printed | None = None
    """行使层级."""
    basis: list[Entry] | None = None
    """实施依据."""
    duties: list[Duty] | None = None
    """责任事项."""
    duty_basis: list[Entry] | None = None
    """责任事项依据."""
    accountability: Accountability | None = None
    """追责情形."""
    accountability_basis: list[Entry] | None = None
    """追责依据."""
    accountability_target: Printed | None = None
    """追责对象."""
    accountability_form: Printed | None = None
    """追责形式."""
    exemption: Printed | None = None
    """免责事项."""
    oversight: Oversight | None = None
    """监督方式."""
    legal_limit: Printed | None = None
    """法定时限."""
    promised_limit: Printed | None = None
    """承诺时限."""
    saved_limit: Printed | None = None
    """优化时限."""
    fee: Printed | None = None
    """收费依据和标准."""
    result: Printed | None = None
    """审批证件."""
    quota: Printed | None = None
    """办理数量."""
    publicity: Printed | None = None
    """公开范围."""
    place: Printed | None = None
    """办理地点."""
    service_phone: Printed | None = None
    """服务电话."""
    procedure: Printed | None = None
    """办理流程."""
    risk_points: Printed | None = None
    """廉政风险点."""
    risk_controls: Printed | None = None
    """防控措施."""
    remarks: Printed | None = None
    """备注."""
    extra: dict[str, Printed] | None = None
    """Columns without a field of their own, under their printed headers."""
    inferred: list[str] | None = None
    """Fields that the source lost and the reading deduced."""
    inherits: list[str] | None = None
    """Fields that a merged or blank cell takes from the item above."""


@dataclass(slots=True)
class Node:
    """One box of a flow chart."""

    text: Printed


@dataclass(slots=True)
class Edge:
    """An arrow between two boxes, by their indexes."""

    from_: int
    """Printed as `from`: a name that is a word of Python's own ends in an underscore here."""
    to: int
    label: Printed | None = None


@dataclass(slots=True)
class Procedure:
    """A flow chart: its caption, its labelled facts and its boxes."""

    number: Printed | None = None
    title: Printed | None = None
    type: str | None = None
    meta: dict[str, Printed] = field(default_factory=dict)
    """Printed label → printed value."""
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] | None = None


@dataclass(slots=True)
class Step:
    """One step of a 工作程序."""

    number: Printed | None = None
    text: Printed | None = None
    notes: list[Printed] = field(default_factory=list)
    """Unnumbered lines that belong to it."""
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Where:
    """A place as a person looks it up; all count from 1."""

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None


@dataclass(slots=True)
class Fix:
    """What to put in place of what stands at the span."""

    text: str


@dataclass(slots=True)
class Diagnostic:
    """What a reader of the document should know about it."""

    code: str
    """Three letters of the family and three digits."""
    severity: Severity
    message: str
    """In the language that was asked for."""
    item: str | None = None
    """The `id` of the item concerned."""
    field: str | None = None
    """The JSON Pointer's part below the item, or below the document."""
    span: Span | None = None
    """Where in the traced text."""
    where: Where | None = None
    """Where in the file."""
    fix: Fix | None = None


@dataclass(slots=True)
class Residue:
    """Text that no rule explains."""

    start: int
    end: int
    text: str
    where: Where | None = None


@dataclass(slots=True)
class Coverage:
    """Non-blank characters of the source text; `characters == assigned + residue_characters`."""

    characters: int = 0
    assigned: int = 0
    residue_characters: int = 0
    residue: list[Residue] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """One list, read."""

    schema: Literal["qzparse/1"] = SCHEMA
    source: SourceOrigin | None = None
    title: Printed | None = None
    """Less a leading list number."""
    list_number: Printed | None = None
    """`29` of `29.…权责清单`."""
    authority: str | None = None
    """The body whose list it is."""
    kind: str | None = None
    """What kind of list it calls itself: the listing word of its title, 权责清单 or 随机抽查事项清单."""
    region: Region | None = None
    lists: list[str] | None = None
    """The titles of all lists in the file, where there are several."""
    sections: list[Section] = field(default_factory=list)
    profile: Profile | None = None
    items: list[Item] = field(default_factory=list)
    procedures: list[Procedure] = field(default_factory=list)
    legal_basis: list[Entry] | None = None
    steps: list[Step] | None = None
    notes: list[Printed] | None = None
    """Paragraphs about the list itself: 注, 说明, dates."""
    grade: Grade | None = None
    """How far it can be trusted, by the gravest diagnostic: clean, noted (info), doubtful (warning, or text without a
    place) or faulty (error); absent where nobody has judged."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)


def printed_name(field: str) -> str:
    """Name a record's field as the document prints it.

    >>> printed_name("from_"), printed_name("to")
    ('from', 'to')
    """
    return field.rstrip("_")
