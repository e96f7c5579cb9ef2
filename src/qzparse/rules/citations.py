"""CIT: legal bases as they are printed."""

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
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    brackets_unbalanced,
    tag_torn,
    tag_unknown,
)
