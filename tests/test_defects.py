"""What a check finds of the defects that a careful reader found in the seeds; skipped where they are not at hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from defects import AS_OF, FAMILIES, has_defects, known_defects, lines_of, reported, shares
from snippets import bytes_of

from qzparse.canonical import dump, load
from qzparse.grammar import load_grammar
from qzparse.models import Diagnostic
from qzparse.pipeline import examine, read, unread
from qzparse.rules.rule import Checking, Snippet
from qzparse.source import source_of

SEEDS = ("001", "002", "003")
AT_ITEM = {"G014", "G109"}
"""Found at the item or at the numbers that jump, not at every line that was listed."""

CLEAN = (
    "清河市水务局权责清单\n"
    "序号 | 权力类型 | 权力项目名称 | 实施主体 | 承办机构 | 实施依据 | 责任事项 | 追责情形 | 监督电话\n"
    "1 | 行政许可 | 取水许可审批 | 清河市水务局 | 审批科 | 1.《中华人民共和国水法》"
    "第四十八条：直接取用水资源的，应当申请取水许可。 | 1.受理责任：公示应当提交的材料，依法受理或者不予受理。⏎"
    "2.审查责任：对申请材料进行审查，提出审查意见。⏎"
    "3.决定责任：作出准予或者不予许可的决定。⏎4.送达责任：送达决定文书。⏎5.事后监管责任：开展定期检查。⏎"
    "6.其他责任：法律法规规章规定的其他责任。 | 有下列情形之一的，行政机关及其工作人员应承担相应责任：⏎"
    "1.对符合条件的申请不予受理的；⏎2.其他违反法律法规的行为。 | 0751-8870002\n"
    "2 | 行政处罚 | 对擅自取水的处罚 | 清河市水务局 | 监察科 | 1.《中华人民共和国水法》"
    "第六十九条：未经批准擅自取水的，责令停止违法行为。 | 1.立案责任：发现擅自取水的，决定是否立案。⏎"
    "2.调查责任：两名以上执法人员出示证件，调查取证。⏎"
    "3.审查责任：审查案件调查报告。⏎"
    "4.告知责任：告知当事人陈述、申辩和要求听证的权利。⏎5.决定责任：作出处罚决定。⏎6.送达责任：送达处罚决定书。⏎"
    "7.执行责任：监督当事人执行处罚决定。⏎8.其他责任：法律法规规章规定的其他责任。 | "
    "有下列情形之一的，行政机关及其工作人员应承担相应责任：⏎1.应当立案而不予立案的；⏎2.其他违反法律法规的行为。"
    " | 0751-8870002"
)

TRAPS = (
    "法律法规规章规定的，从其规定。",
    "不正确履行行政职责的，依法处理。",
    "由中华人民共和国国务院规定。",
    "接受受检单位的意见。",
    "应当当场作出决定。",
    "确定国家秘密密级。",
    "确保保密设施安全。",
    "引导建设设施符合要求。",
    "符合BMB9.1-2007和BMB9.2-2007标准。",
    "电话：12345；提前1至2个工作日通知。",
    "依据中保发[1999]7号文件。",
    "对经营单位的经营场所进行核查。",
    "为了了解情况，目的的确定应当合法。",
    "违法行为涉及法律法规的，移送处理。",
    "填写《行政处罚告知书》样式（一）、（二）。",
    "（一）核对原件；（二）留存复印件。",
    "对审定、对外公示的事项备案。",
    "依据第五条第（一）项审查。",
)
"""Each is in order, and a check that knows too little reports it."""

pytestmark = pytest.mark.filterwarnings("error")
needs_seeds = pytest.mark.skipif(not has_defects(), reason="the seeds are not at hand")


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, set[int]]]:
    return {seed: lines_of(reported(seed)) for seed in SEEDS}


@needs_seeds
def test_defects_that_are_plain_are_found_at_their_lines(found: dict[str, dict[str, set[int]]]) -> None:
    sure = [defect for defect in known_defects() if defect.confidence in ("certain", "likely")]
    sys.stdout.write(", ".join(f"{family} {share}" for family, share in shares(sure, found).items()))
    missed = {defect.id for defect in sure if not defect.lines <= found[defect.seed].get(defect.rule, set())}
    assert missed <= AT_ITEM


@needs_seeds
def test_traps_are_silent(found: dict[str, dict[str, set[int]]]) -> None:
    traps = [defect for defect in known_defects() if defect.confidence == "trap"]
    assert traps
    assert not [defect.id for defect in traps if defect.lines & found[defect.seed].get(defect.rule, set())]


@needs_seeds
def test_no_error_is_false() -> None:
    """Every error that is no known defect was read by a person: these are right, and were not listed."""
    known = {(defect.seed, defect.rule, line) for defect in known_defects() for line in defect.lines}
    errors = {
        (seed, one.code, one.where.line)
        for seed in SEEDS
        for one in reported(seed)
        if one.severity == "error" and one.code[:3] in FAMILIES and one.where and one.where.line
    }
    assert errors <= known


def checked(data: bytes) -> list[Diagnostic]:
    outcome = read(source_of(data, "list.txt"), load_grammar())
    return [*outcome.document.diagnostics, *examine(outcome, Checking(load_grammar(), AS_OF))]


def test_clean_list_gives_no_finding() -> None:
    found = checked(bytes_of(Snippet(CLEAN)))
    assert [(one.code, one.message) for one in found if one.code[:3] in FAMILIES] == []


def test_document_that_was_loaded_is_checked_by_what_it_shows() -> None:
    spoiled = CLEAN.replace("决定是否立案", "决定是否是否立案").replace(
        "清河市水务局 | 监察科", "清河市水务局 |"
    )
    outcome = read(source_of(bytes_of(Snippet(spoiled)), "list.txt"), load_grammar())
    loaded = load(dump(outcome.document))
    found = examine(unread(loaded), Checking(load_grammar(), AS_OF))
    codes = {one.code for one in found}
    assert {"TXT002"} <= codes
    assert all(one.span is None for one in found)


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_wrong_is_left_alone(text: str) -> None:
    found = checked(bytes_of(Snippet(CLEAN.replace("依法受理或者不予受理。", f"依法受理。{text}"))))
    assert [(one.code, one.message) for one in found if one.code[:3] in FAMILIES] == []


def test_words_of_a_user_are_looked_for(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "spellings:\n  - {right: 水利局, words: [水力局]}\n"
        "patterns:\n  - {name: own-slip, family: TXT006, pattern: '提交(?P<slip>村料)', instead: 材料,"
        " match: [提交村料], refuse: [提交材料]}\n",
        "utf-8",
    )
    spoiled = CLEAN.replace("依法受理或者", "由水力局提交村料，依法受理或者").encode()
    grammar = load_grammar((own,))
    outcome = read(source_of(bytes_of(Snippet(spoiled.decode())), "list.txt"), grammar)
    found = examine(outcome, Checking(grammar, AS_OF))
    assert [one.fix.text for one in found if one.code == "TXT006" and one.fix] == ["水利局", "材料"]


def test_caption_numbers_are_compared() -> None:
    form = (
        "表2-{0}\n\t序号\n\t{0}\n\n\t权力类型\n\t行政检查\n\n\t权力项目名称\n\t{1}检查\n\n\t责任主体\n\t清河市水务局\n\n"
        "\t责任事项\n\t1.检查责任：依法检查。\n\n\t监督电话\n\t0751-8870002\n\n\n"
    )
    forms = [form.format(number, name) for number, name in ((1, "取水"), (2, "排水"), (4, "用水"))]
    found = checked(f"清河市水务局权责清单\n{''.join(forms)}".encode())
    assert [one.message for one in found if one.code == "CNT002"] == ["表2-4 前面是 表2-2，不连续"]
