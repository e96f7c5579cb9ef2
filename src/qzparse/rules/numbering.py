"""NUM, REF: numbers inside a cell, and references to them."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_LIST = "序号 | 权力类型 | 权力项目名称 | 责任事项\n1 | 行政检查 | 安全生产检查 | {}"
_BASIS = (
    "序号 | 权力类型 | 权力项目名称 | 实施依据 | 责任事项依据\n"
    "1 | 行政检查 | 安全生产检查 | 1.《安全生产法》第九条：依法检查。 | {}"
)
_SOUND = "1.立案责任：依法立案。⏎2.调查责任：依法调查。⏎3.决定责任：作出决定。"


@rule(
    "NUM001",
    Severity.ERROR,
    Wording(
        "编号由 {before} 跳到 {number}",
        "the number {number} follows {before}",
    ),
    bad=Snippet(_LIST.format("1.立案责任：依法立案。⏎2.调查责任：依法调查。⏎4.决定责任：作出决定。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.NUMBER_GAP,
)
def number_gap(evidence: Evidence) -> Iterator[Finding]:
    """The numbers of a cell leave one or more out.

    A part is lost, or the cell was edited and not renumbered; references to its numbers point wrong.

    Look for the missing part in the original; renumber if there is none.

    同一格内的编号有缺。

    可能缺了一部分，也可能改过而没有重新编号；引用这些编号的地方会指错。

    对照原件找缺少的部分；没有缺就重新编号。
    """
    return evidence.noted()


@rule(
    "NUM002",
    Severity.ERROR,
    Wording(
        "“{stage}”之前缺编号",
        "{stage!r} stands without a number",
    ),
    bad=Snippet(
        _LIST.format(
            "1.立案责任：依法立案。⏎2.决定责任：作出决定。⏎送达责任：依法送达。⏎3.执行责任：依法执行。"
        )
    ),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.NUMBER_ABSENT,
)
def number_missing(evidence: Evidence) -> Iterator[Finding]:
    """A duty that opens with its stage stands between numbered ones without a number.

    It is a duty of its own, and nothing can refer to it.

    Number it, and those that follow.

    一条以环节名称开头的责任夹在有编号的各条之间，自己没有编号。

    它是单独的一条责任，却无法被引用。

    给它和后面各条编号。
    """
    return evidence.noted()


@rule(
    "NUM003",
    Severity.WARNING,
    Wording(
        "编号 {number} 的写法与同格其他编号（{style}）不同",
        "the number {number} is written otherwise than those beside it ({style})",
    ),
    bad=Snippet(_LIST.format("1.立案责任：依法立案。⏎2.调查责任：依法调查。⏎3、决定责任：作出决定。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.NUMBER_STYLES_MIXED,
)
def number_styles_mixed(evidence: Evidence) -> Iterator[Finding]:
    """Numbers of one cell are written in more than one way.

    A mixed style often marks where texts were joined or a level was lost.

    Write them all alike.

    同一格内编号的写法不止一种。

    写法不一，往往是文字拼接或层级丢失的地方。

    统一写法。
    """
    return evidence.noted()


@rule(
    "NUM006",
    Severity.WARNING,
    Wording(
        "编号 {number} 接在上一条后面，没有另起一行",
        "the number {number} runs on in the line of the one before",
    ),
    bad=Snippet(_LIST.format("1.立案责任：依法立案。2.调查责任：依法调查。⏎3.决定责任：作出决定。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.NUMBER_INLINE,
)
def number_inline(evidence: Evidence) -> Iterator[Finding]:
    """A numbered part starts inside the line of the part before it.

    It is easily taken for a part of that one, by people and by programs.

    Start it on a line of its own.

    编号的一条接在上一条的行内。

    人和程序都容易把它当成上一条的一部分。

    另起一行。
    """
    return evidence.noted()


@rule(
    "NUM020",
    Severity.WARNING,
    Wording(
        "编号 {number} 重复",
        "the number {number} comes twice, or goes back",
    ),
    bad=Snippet(_LIST.format("1.立案责任：依法立案。⏎2.调查责任：依法调查。⏎2.决定责任：作出决定。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.NUMBER_REPEATED,
)
def number_repeated(evidence: Evidence) -> Iterator[Finding]:
    """A number of a cell comes again, or falls behind the one before.

    A reference to it has two targets.

    Renumber the cell.

    同一格内的编号重复，或比前一条小。

    引用这个编号时有两个对象。

    重新编号。
    """
    return evidence.noted()


@rule(
    "REF001",
    Severity.ERROR,
    Wording(
        "“同{number}”所指的编号不存在",
        "the entry refers to {number}, which the cell does not hold",
    ),
    bad=Snippet(_BASIS.format("1.《安全生产法》第九条：依法检查。⏎2.同5。")),
    good=Snippet(_BASIS.format("1.《安全生产法》第九条：依法检查。⏎2.同1。")),
    answers=NoteKind.REFERENCE_DANGLING,
)
def reference_dangling(evidence: Evidence) -> Iterator[Finding]:
    """An entry says 同N and the cell has no entry N.

    The legal basis of a duty cannot be found.

    Correct the number, or print the basis.

    写着“同N”，而本格没有第 N 条。

    找不到这项责任的法律依据。

    改正编号，或写出依据。
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    number_gap,
    number_missing,
    number_styles_mixed,
    number_inline,
    number_repeated,
    reference_dangling,
)
