"""DUT: duties, their stages and units."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_LIST = "序号 | 权力类型 | 权力项目名称 | 责任事项\n1 | 行政检查 | 安全生产检查 | {}"


@rule(
    "DUT002",
    Severity.WARNING,
    Wording(
        "“{stage}”不是已知的责任环节",
        "{stage!r} is no stage that is known",
    ),
    bad=Snippet(_LIST.format("1.立案责任：依法立案。⏎2.摸鱼情况：依法摸鱼。")),
    good=Snippet(_LIST.format("1.立案责任：依法立案。⏎2.调查责任：依法调查。")),
    answers=NoteKind.STAGE_UNKNOWN,
)
def stage_unknown(evidence: Evidence) -> Iterator[Finding]:
    """A duty's label before the colon is none of the stages in which powers are used.

    Whether the chain of duties is complete cannot be told.

    Use the stage's usual name; if it is right, add it to a stages file and pass it with --grammar.

    冒号前的名称不是已知的责任环节。

    无法判断责任链条是否完整。

    改用通行的环节名称；如果无误，写入词表文件，用 --grammar 加载。
    """
    return evidence.noted()


@rule(
    "DUT020",
    Severity.WARNING,
    Wording(
        "“{unit}”可能是责任单位，也可能是正文",
        "{unit!r} may be the unit that answers, or text",
    ),
    bad=Snippet(_LIST.format("1.立案责任：依法立案（含线上办理）。⏎2.调查责任：依法调查。（法规科）")),
    good=Snippet(_LIST.format("1.立案责任（法规科）：依法立案。⏎2.调查责任（法规科）：依法调查。")),
    answers=NoteKind.UNIT_DOUBTFUL,
)
def unit_doubtful(evidence: Evidence) -> Iterator[Finding]:
    """A bracket at the end of a duty or case could name the unit that answers for it, or belong to the text.

    Who is held to account depends on it.

    Print the unit in a bracket behind the stage, as the other duties do.

    责任或情形末尾的括号，可能是责任单位，也可能是正文。

    由谁承担责任取决于此。

    像其他各条那样，把单位写在环节名称后的括号里。
    """
    return evidence.noted()


def _states(evidence: Evidence) -> Iterator[Finding]:
    """Find the labels that name a state or a paper, and no duty: 后续管理情况."""
    states = evidence.checking.grammar.words["states"]
    for item in evidence.document.items:
        for index, duty in enumerate(item.duties or ()):
            if duty.stage and duty.stage.endswith(states):
                yield evidence.found_in(duty.stage, item, f"duties/{index}/stage", stage=duty.stage)


RULES: tuple[Rule, ...] = (
    stage_unknown._replace(beyond=_states),
    unit_doubtful,
)
