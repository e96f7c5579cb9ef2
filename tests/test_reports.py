from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from lxml import etree
from openpyxl import load_workbook

from qzparse.errors import UsageError
from qzparse.findings import CheckedList, Inspection
from qzparse.grammar import Grammar
from qzparse.inspection import Request, inspect
from qzparse.policy import Asked
from qzparse.reports import REPORTS, plan_reports
from qzparse.reports.sheet import write_sheet
from qzparse.settings import CheckSettings

SCHEMAS = Path(__file__).parent / "schemas"
LIST = (
    "某市某局权责清单\n\n\t序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n"
    "\n\n\t1\n\t行政检查\n\t=甲&乙<检查>\n\t1.检查责任：依法检查。\n3.处置责任：依法处置。\n"
    "\n\n\t2\n\t行政检查\n\t=HYPERLINK(1)\n\t1.检查责任：依法检查。\n3.处置责任：依法处置。\n"
    "\n\n\t3\n\t行政检查\n\t丙\n\t1.检查责任：依法检查。\n处置责任：依法处置。\n2.移送责任：依法移送。\n"
)


@pytest.fixture
def found(tmp_path: Path, grammar: Grammar, monkeypatch: pytest.MonkeyPatch) -> Inspection:
    """Give what is found in a list, and in one that cannot be read; one place is known, one rule is waived."""
    monkeypatch.chdir(tmp_path)
    Path("清 单.txt").write_text(LIST, "utf-8")
    asked = Asked(select=("NUM001", "NUM002"))
    made = inspect(
        ["清 单.txt", "absent.docx"], Request(grammar, CheckSettings(), date(2026, 11, 21), asked=asked)
    )
    gap, unnumbered = made.lists[0].slips
    gap.spots[1].standing = "known"
    unnumbered.spots[0].standing, unnumbered.spots[0].waived = "waived", "原件\x07如此"
    made.count()
    return made


def written(form: str, inspection: Inspection) -> str:
    return "".join(REPORTS[form](inspection))


def test_sarif_is_valid_and_complete(found: Inspection) -> None:
    log = json.loads(written("sarif", found))
    Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_bytes())).validate(log)
    (run,) = log["runs"]
    first, *others = run["results"]
    assert first["ruleId"] == run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "NUM001"
    physical = first["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "%E6%B8%85%20%E5%8D%95.txt"},
        "region": {"startLine": 13},
    }
    assert first["message"]["text"] == "编号由 1 跳到 3（第 1 项「责任事项」栏，第 13 行）"
    assert [one["baselineState"] for one in (first, *others)] == ["new", "unchanged", "unchanged"]
    assert ["suppressions" in one for one in others] == [False, True]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "absent.docx" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_of_nothing_is_valid() -> None:
    log = json.loads(written("sarif", Inspection(version="1")))
    Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_bytes())).validate(log)
    assert log["runs"][0]["results"] == []


def test_junit_is_valid_and_counts(found: Inspection) -> None:
    tree = etree.fromstring(written("junit", found).encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(tree)
    suite, unread = tree
    assert (tree.get("failures"), tree.get("errors")) == ("1", "1")
    assert (len(suite), suite.get("skipped")) == (2, "1")
    failure = next(tree.iter("failure"))
    assert failure.text == "编号由 1 跳到 3（第 1 项「责任事项」栏，第 13 行）"
    assert [one.get("message") for one in tree.iter("skipped")] == ["原件\ufffd如此"]
    assert unread[0][0].tag == "error"


def test_junit_of_a_clean_list_passes_one_case() -> None:
    made = Inspection(lists=[CheckedList("list.txt")], fail_on="info")
    tree = etree.fromstring(written("junit", made).encode())
    assert (tree.get("tests"), tree.get("failures"), len(tree[0])) == ("1", "0", 1)


@pytest.mark.parametrize(("fail_on", "failures"), [("info", "1"), ("error", "1"), ("never", "0")])
def test_junit_fails_as_the_check_does(found: Inspection, fail_on: str, failures: str) -> None:
    found.fail_on = fail_on
    assert etree.fromstring(written("junit", found).encode()).get("failures") == failures


def test_github_annotates_each_slip_once(found: Inspection) -> None:
    found.lists[0].slips[0].spots[1].standing = "new"
    both = "%0A".join(
        f"编号由 1 跳到 3（第 {item} 项「责任事项」栏，第 {line} 行）" for item, line in ((1, 13), (2, 20))
    )
    assert written("github", found).splitlines() == [
        f"::error file=清 单.txt,line=13,title=NUM001 number-gap ×2::{both}",
        "::error file=absent.docx::absent.docx：没有这个文件，请核对路径",
    ]


def test_github_text_cannot_end_its_command() -> None:
    made = Inspection(lists=[CheckedList("a,b:c%.txt", unread="100%\r\n::error::x")])
    assert written("github", made) == "::error file=a%2Cb%3Ac%25.txt::100%25%0D%0A::error::x\n"


def test_gitlab_has_what_a_code_quality_report_needs(found: Inspection) -> None:
    entries = json.loads(written("gitlab", found))
    assert [entry["check_name"] for entry in entries] == ["NUM001", "unreadable"]
    assert [entry["severity"] for entry in entries] == ["critical", "blocker"]
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert entries[0]["location"] == {"path": "清 单.txt", "lines": {"begin": 13}}


def test_sheet_has_a_row_a_place_and_no_formula(found: Inspection, tmp_path: Path) -> None:
    for name in ("sheet.csv", "sheet.xlsx"):
        write_sheet(found, tmp_path / name)
    content = (tmp_path / "sheet.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["文件", "事项", "职权名称"]
    assert [row[2] for row in rows[1:]] == ["'=甲&乙<检查>", "'=HYPERLINK(1)"]
    assert rows[1][5] == "3"
    sheet = load_workbook(tmp_path / "sheet.xlsx").active
    assert sheet is not None
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=甲&乙<检查>", "s"), ("=HYPERLINK(1)", "s")]


@pytest.mark.parametrize(
    ("asked", "sheet", "told"),
    [
        (["xml"], None, "sarif"),
        (["text", "json"], None, "FORM=FILE"),
        (["text"], Path("sheet.ods"), "xlsx"),
        (["json=./list.txt"], None, "overwrite"),
        (["json=out", "sarif=./out"], None, "one file"),
        (["json=out.csv"], Path("out.csv"), "one file"),
    ],
)
def test_reports_that_cannot_be_are_refused(asked: list[str], sheet: Path | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        plan_reports(asked, sheet, ["list.txt", "-"])


@pytest.mark.parametrize("form", REPORTS)
def test_report_in_english_has_no_chinese_of_its_own(form: str) -> None:
    made: Any = Inspection(language="en", lists=[CheckedList("list.txt", as_of_from="today")])
    made.count()
    assert not [letter for letter in written(form, made) if "一" <= letter <= "鿿"]
