"""CIT: brackets and tags of legal bases that the reading had to guess."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_LIST = "序号 | 权力类型 | 权力项目名称 | 实施依据\n1 | 行政检查 | 安全生产检查 | {}"
_SOUND = "1.【法律】《安全生产法》（2021年修正）第九条：依法检查。"


@rule(
    "CIT001",
    Severity.ERROR,
    Wording(
        "括号不配对：{bracket}",
        "a bracket stands alone: {bracket}",
    ),
    bad=Snippet(_LIST.format("1.【法律】《安全生产法（2021年修正）第九条：依法检查。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.BRACKET_UNBALANCED,
)
def brackets_unbalanced(evidence: Evidence) -> Iterator[Finding]:
    """A bracket or title mark has no partner.

    Where the title ends and the quotation starts was guessed.

    Add the missing mark.

    括号或书名号缺少一半。

    书名到哪里为止、引文从哪里开始，是推测的。

    补上缺少的一半。
    """
    return evidence.noted()


@rule(
    "CIT020",
    Severity.WARNING,
    Wording(
        "类别标签“{tag}”缺少半个括号",
        "the tag {tag!r} lacks a bracket",
    ),
    bad=Snippet(_LIST.format("1.法律】《安全生产法》（2021年修正）第九条：依法检查。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.TAG_TORN,
)
def tag_torn(evidence: Evidence) -> Iterator[Finding]:
    """The tag before a legal basis lost one of its brackets, at a page break or in editing.

    The kind of law was read all the same, but what stood before it may be lost.

    Add the bracket; look in the original for what precedes it.

    依据前的类别标签缺少半个括号，断页或编辑时丢失。

    类别仍然读出，但标签前面的文字可能已经丢失。

    补上括号；对照原件看前面缺了什么。
    """
    return evidence.noted()


@rule(
    "CIT021",
    Severity.WARNING,
    Wording(
        "不认识的类别标签“{tag}”",
        "the tag {tag!r} is no kind of law that is known",
    ),
    bad=Snippet(_LIST.format("1.【天条】《安全生产法》（2021年修正）第九条：依法检查。")),
    good=Snippet(_LIST.format(_SOUND)),
    answers=NoteKind.TAG_UNKNOWN,
)
def tag_unknown(evidence: Evidence) -> Iterator[Finding]:
    """The tag before a legal basis names no known kind of law.

    The rank of the basis, and so whether it can found the power, cannot be told.

    Use the kind's usual name.

    依据前的类别标签不是已知的法律类别。

    无法判断这一依据的层级，也就无法判断它能否设定职权。

    改用通行的类别名称。
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    brackets_unbalanced,
    tag_torn,
    tag_unknown,
)
