"""COV: text that no rule of the parser explains."""

from __future__ import annotations

from collections.abc import Iterator

from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_LIST = "某市某局权责清单\n序号 | 权力类型 | 权力项目名称 | 实施主体\n1 | 行政检查 | 安全生产检查 | 某市某局"


@rule(
    "COV001",
    Severity.WARNING,
    Wording("未能解析的文字：“{text}”", "text that nothing explains: {text!r}"),
    bad=Snippet("关于召开会议的通知\n请各单位准时参加。"),
    good=Snippet(_LIST),
)
def residue_left(evidence: Evidence) -> Iterator[Finding]:
    """Text of the source is in no field of the document and explained as no label, mark or furniture.

    The document is not the whole list as long as any is left; its coverage counts the characters.

    Read it: a word may be missing from the grammar (--grammar adds it), or the text belongs to no list.

    有文字既不在任何字段里，也不是标签、标记或页眉页脚。

    只要还有剩余，文档就不是完整的清单；覆盖情况里有字数。

    读一读：可能是词表缺词（用 --grammar 补充），也可能这段文字本不属于清单。
    """
    for residue in evidence.coverage.residue:
        span = (residue.start, residue.end)
        item = evidence.item_around(span)
        yield Finding(span, {"text": residue.text}, item.id if item else None)


RULES: tuple[Rule, ...] = (residue_left,)
