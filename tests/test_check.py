from __future__ import annotations

import io
import json
import os
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from lxml import etree

from qzparse import dump, ingest
from qzparse.baseline import Baseline, read_baseline
from qzparse.errors import ExitCode, UsageError
from qzparse.excerpt import Printed
from qzparse.findings import Inspection
from qzparse.grammar import Grammar
from qzparse.inputs import spelt_out
from qzparse.inspection import Request, inspect
from qzparse.models import Document
from qzparse.policy import Asked
from qzparse.reports import REPORTS, plan_reports, show
from qzparse.settings import CheckSettings, find_settings
from qzparse.validation import published

DAY = date(2026, 11, 21)
HEAD = "某市某局权责清单\n\n\t序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n"
ROW = "\n\n\t{}\n\t行政检查\n\t{}\n\t1.检查责任：依法检查。\n3.处置责任：依法处置。\n"
LIST = HEAD + ROW.format(1, "安全生产检查") + ROW.format(2, "消防安全检查")
CLEAN = LIST.replace("\n3.", "\n2.")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def request_of(grammar: Grammar) -> Any:
    def made(
        folder: Path | None = None, language: str = "zh", baseline: Baseline | None = None, **asked: Any
    ) -> Request:
        settings = find_settings(folder or Path("/"))
        chosen = asked if folder or "select" in asked else {**asked, "select": ["NUM"]}
        return Request(grammar, settings.check, DAY, language, Asked(**chosen), baseline)

    return made


def codes_in(inspection: Inspection) -> list[list[str]]:
    return [[slip.code for slip in one.slips] for one in inspection.lists]


def test_slips_of_one_kind_are_one_group_with_places_as_a_person_finds_them(
    source: Path, request_of: Any
) -> None:
    (checked,) = inspect([str(source)], request_of()).lists
    (slip,) = (slip for slip in checked.slips if slip.code == "NUM001")
    assert [spot.told for spot in slip.spots] == [
        "第 1 项「责任事项」栏，第 13 行",
        "第 2 项「责任事项」栏，第 20 行",
    ]
    assert {spot.message for spot in slip.spots} == {"编号由 1 跳到 3"}
    assert [spot.item_name for spot in slip.spots] == ["安全生产检查", "消防安全检查"]
    assert len({spot.fingerprint for spot in slip.spots}) == 2


def test_fingerprints_outlive_lines_that_move(source: Path, request_of: Any) -> None:
    def keys() -> list[str]:
        return [
            spot.fingerprint
            for one in inspect([str(source)], request_of()).lists
            for slip in one.slips
            for spot in slip.spots
        ]

    before = keys()
    source.write_text(
        HEAD + ROW.format(1, "新增检查").replace("\n3.", "\n2.") + LIST.removeprefix(HEAD), "utf-8"
    )
    assert set(before) <= set(keys())


def test_document_is_judged_by_what_it_shows(source: Path, tmp_path: Path, request_of: Any) -> None:
    document = ingest(source)
    for form in ("json", "yaml", "jsonl"):
        path = tmp_path / f"document.{form}"
        path.write_bytes(dump(document, form))
        (checked,) = inspect([str(path)], request_of()).lists
        (slip,) = (slip for slip in checked.slips if slip.code == "NUM001")
        assert slip.spots[0].told == "第 1 项「责任事项」栏，第 13 行"
        assert [spot.found for spot in slip.spots] == ["3", "3"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"select": ["NUM"]}, [["NUM001"]]),
        ({"select": ["number-gap,CNT"]}, [["NUM001"]]),
        ({"select": ["num001"], "ignore": ["NUM"]}, [[]]),
        ({"select": ["CIT", "REF"]}, [[]]),
    ],
)
def test_rules_are_chosen_by_code_name_and_family(
    source: Path, request_of: Any, asked: dict[str, Any], found: list[list[str]]
) -> None:
    assert codes_in(inspect([str(source)], request_of(**asked))) == found


def test_rule_that_there_is_not_is_told_with_the_nearest(source: Path, request_of: Any) -> None:
    with pytest.raises(UsageError, match=r"NUM0001 \(NUM001\?\)"):
        inspect([str(source)], request_of(select=["NUM0001"]))


@pytest.mark.parametrize(
    ("asked", "fails"),
    [
        ({"fail_on": "error"}, True),
        ({"fail_on": "error", "ignore": ["NUM001"]}, False),
        ({"fail_on": "info"}, True),
        ({"fail_on": "never"}, False),
    ],
)
def test_check_fails_from_the_severity_on_that_was_asked(
    source: Path, request_of: Any, asked: dict[str, Any], *, fails: bool
) -> None:
    assert inspect([str(source)], request_of(**asked)).exit_code == ExitCode(fails)


def test_settings_of_a_path_stand_above_the_rest(tmp_path: Path, request_of: Any) -> None:
    (tmp_path / "qzparse.toml").write_text(
        '[check]\nselect = ["NUM", "DUT"]\nas-of = 2020-01-01\n'
        '[check.paths."old/**"]\nignore = ["number-gap"]\n'
        '[check.paths."new"]\nas-of = "2021-02-03"\nseverity = {NUM001 = "info"}\n',
        "utf-8",
    )
    for folder in ("old/er", "new", "."):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "list.txt").write_text(LIST, "utf-8")
    found = inspect(spelt_out([str(tmp_path)]), request_of(tmp_path))
    told = {
        Path(one.file).parent.name: ([(slip.code, slip.severity) for slip in one.slips], one.as_of)
        for one in found.lists
    }
    assert told == {
        tmp_path.name: ([("NUM001", "error")], "2020-01-01"),
        "new": ([("NUM001", "info")], "2021-02-03"),
        "er": ([], "2020-01-01"),
    }


def test_folder_is_read_in_order_without_what_is_no_list(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "~$a.docx", ".hidden.txt", "README.md", "settings.toml", "some.json"):
        (tmp_path / name).write_text("{}" if name.endswith("json") else CLEAN, "utf-8")
    (tmp_path / "c.yaml").write_bytes(dump(ingest(CLEAN.encode(), name="list.txt"), "yaml"))
    named = spelt_out([str(tmp_path), str(tmp_path / "*.txt"), str(tmp_path / "*.gone"), "-"])
    assert [Path(name).name for name in named] == ["a.md", "b.txt", "c.yaml", "*.gone", "-"]


def test_file_that_cannot_be_read_stops_no_other(source: Path, tmp_path: Path, request_of: Any) -> None:
    (tmp_path / "broken.json").write_text('{"items": 3}', "utf-8")
    (tmp_path / "empty").mkdir()
    names = [str(tmp_path / name) for name in ("nosuch.txt", "broken.json", "empty", source.name)]
    found = inspect(spelt_out(names), request_of(language="en"))
    assert [bool(one.unread) for one in found.lists] == [True, True, True, False]
    assert found.totals.unread == 3
    assert found.exit_code == ExitCode.UNREADABLE
    assert found.totals.error == 2
    text = "".join(REPORTS["text"](found))
    assert "there is no such file" in text
    assert "there is no list in this folder" in text
    assert "3 could not be read" in text


def test_report_in_words_says_what_where_why_and_what_to_do(source: Path, request_of: Any) -> None:
    text = "".join(REPORTS["text"](inspect([str(source)], request_of(select=["NUM001"]))))
    assert text.splitlines()[1:3] == [
        "  错误 NUM001 ×2  编号由 1 跳到 3",
        "      第 1 项「责任事项」栏，第 13 行；第 2 项「责任事项」栏，第 20 行",
    ]
    assert "为什么要紧：" in text
    assert text.splitlines()[-1] == "1 份清单：错误 2 · 警告 0 · 提示 0"


def test_clean_list_is_one_line(tmp_path: Path, request_of: Any) -> None:
    path = tmp_path / "list.txt"
    path.write_text(CLEAN, "utf-8")
    text = "".join(REPORTS["text"](inspect([str(path)], request_of(language="en", select=["NUM"]))))
    assert text.splitlines() == [
        f"{path}  某市某局权责清单  nothing was found",
        "lists 1: error 0 · warning 0 · info 0",
    ]


def recorded(source: Path, request_of: Any, **asked: Any) -> Path:
    path = source.parent / "baseline.json"
    baseline = read_baseline(path, may_be_absent=True)
    baseline.renew(inspect([str(source)], request_of(baseline=baseline, **asked)))
    return path


def settled(source: Path, request_of: Any, **asked: Any) -> Inspection:
    baseline = read_baseline(source.parent / "baseline.json", may_be_absent=False)
    return inspect([str(source)], request_of(baseline=baseline, **asked))


def test_baseline_lets_old_faults_pass_and_new_ones_not(source: Path, request_of: Any) -> None:
    recorded(source, request_of, select=["NUM"])
    found = settled(source, request_of, select=["NUM"])
    assert (found.totals.known, found.totals.error, found.exit_code) == (2, 0, ExitCode.CLEAN)
    source.write_text(HEAD + ROW.format(1, "新增检查") + LIST.removeprefix(HEAD), "utf-8")
    found = settled(source, request_of, select=["NUM"])
    assert (found.totals.known, found.totals.error, found.exit_code) == (2, 1, ExitCode.FINDINGS)
    ((new,),) = ([spot for spot in slip.spots if spot.standing == "new"] for slip in found.lists[0].slips)
    assert new.item_name == "新增检查"
    assert "没有新的问题" not in "".join(REPORTS["text"](found))


def test_baseline_loses_what_was_mended(source: Path, request_of: Any) -> None:
    path = recorded(source, request_of)
    before = json.loads(path.read_bytes())["findings"]
    source.write_text(LIST.replace("\n3.", "\n2.", 1), "utf-8")
    found = settled(source, request_of)
    assert found.totals.gone == 1
    assert "1 处已不再出现" in "".join(REPORTS["text"](found))
    after = json.loads(recorded(source, request_of).read_bytes())["findings"]
    assert [entry for entry in before if entry not in after] == [
        entry for entry in before if (entry["rule"], entry["item"]) == ("NUM001", "安全生产检查")
    ]
    assert settled(source, request_of).totals.gone == 0


def test_baseline_keeps_what_was_not_asked(source: Path, tmp_path: Path, request_of: Any) -> None:
    before = recorded(source, request_of).read_bytes()
    other = tmp_path / "other.txt"
    other.write_text(CLEAN.replace("某市某局", "某县某局"), "utf-8")
    assert recorded(source, request_of, select=["CIT"]).read_bytes() == before
    assert recorded(other, request_of, select=["CIT"]).read_bytes() == before
    assert settled(other, request_of).totals.gone == 0


@pytest.mark.parametrize(
    ("waived", "standing"),
    [
        ({"reason": "原件如此", "on": "2026-01-02"}, "waived"),
        ({"reason": "原件如此", "on": "2026-01-02", "until": "2026-11-21"}, "waived"),
        ({"reason": "原件如此", "on": "2026-01-02", "until": "2026-11-20"}, "new"),
    ],
)
def test_waiver_holds_until_its_last_day(
    source: Path, request_of: Any, waived: dict[str, str], standing: str
) -> None:
    path = recorded(source, request_of, select=["NUM"])
    content = json.loads(path.read_bytes())
    content["findings"][0]["waived"] = waived
    path.write_text(json.dumps(content), "utf-8")
    found = settled(source, request_of, select=["NUM"])
    spots = {spot.fingerprint: spot for slip in found.lists[0].slips for spot in slip.spots}
    assert spots[content["findings"][0]["key"]].standing == standing
    recorded(source, request_of)
    assert json.loads(path.read_bytes())["findings"][0]["waived"] == waived


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "baseline.json"),
        ("[]", "qzparse-baseline/1"),
        ('{"schema": "qzparse-baseline/1", "findings": [{"key": "abc"}]}', "abc"),
        ('{"schema": "qzparse-baseline/1", "findings": [7]}', "7"),
    ],
)
def test_baseline_that_is_not_sound_is_told(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=told):
        read_baseline(path, may_be_absent=True)


@pytest.mark.parametrize(
    "waived", [{"reason": " ", "on": "2026-01-02"}, {"on": "2026-01-02"}, {"reason": "原件如此", "on": "?"}]
)
def test_waiver_without_reason_or_day_is_told(source: Path, request_of: Any, waived: dict[str, str]) -> None:
    path = recorded(source, request_of, select=["NUM"])
    content = json.loads(path.read_bytes())
    content["findings"][0]["waived"] = waived
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UsageError, match=content["findings"][0]["key"]):
        read_baseline(path, may_be_absent=False)


def test_report_as_json_keeps_the_published_schema(source: Path, tmp_path: Path, request_of: Any) -> None:
    names = [str(source), str(tmp_path / "absent.txt")]
    told = json.loads("".join(REPORTS["json"](inspect(names, request_of()))))
    schema = published(Inspection)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(told)
    del told["lists"][0]["slips"][0]["code"]
    with pytest.raises(ValidationError, match="code"):
        Draft202012Validator(schema).validate(told)


def test_report_as_json_is_the_inspection(source: Path, request_of: Any) -> None:
    told = json.loads("".join(REPORTS["json"](inspect([str(source)], request_of(select=["NUM"])))))
    assert told["totals"] == {
        "lists": 1, "error": 2, "warning": 0, "info": 0, "known": 0, "waived": 0, "unread": 0, "gone": 0
    }  # fmt: skip
    (slip,) = told["lists"][0]["slips"]
    assert slip["spots"][0]["where"] == {"line": 13}


@pytest.mark.parametrize(
    ("title", "note", "day", "origin"),
    [
        ("某市某局权责清单", "", "2026-11-21", "today"),
        ("某市某局权责清单（2023年版）", "", "2023-12-31", "printed"),
        ("某市某局2024年权责清单", "", "2024-12-31", "printed"),
        ("某市某局权责清单", "更新日期：2024年2月5日", "2024-02-05", "printed"),
        ("某市某局权责清单", "（二〇二二年二月）", "2022-02-28", "printed"),
        ("某市某局权责清单（2026年版）", "", "2026-11-21", "today"),
        ("某市某局权责清单", "2024年2月31日", "2026-11-21", "today"),
        ("某市某局权责清单", "注：本清单自2023年5月1日起施行", "2026-11-21", "today"),
    ],
)
def test_law_is_judged_by_the_day_that_the_list_prints_else_today(
    tmp_path: Path, request_of: Any, title: str, note: str, day: str, origin: str
) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(dump(Document(title=Printed(title), notes=[Printed(note)] if note else None)))
    (one,) = inspect([str(path)], request_of()).lists
    assert (one.as_of, one.as_of_from) == (day, origin)
    (asked,) = inspect([str(path)], request_of(as_of="2020-02-03")).lists
    assert (asked.as_of, asked.as_of_from) == ("2020-02-03", "asked")
    (today,) = inspect([str(path)], request_of(as_of="today")).lists
    assert today.as_of == "2026-11-21"


@settings(max_examples=40)
@given(data=st.data())
def test_torn_lists_are_checked_and_reported_without_a_fault(grammar: Grammar, data: st.DataObject) -> None:
    text = (Path(__file__).parents[1] / "samples" / "demo" / "list.txt").read_text("utf-8")
    places = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8).map(sorted))
    torn = "".join(text[start:end] for start, end in list(pairwise([0, *places, len(text)]))[::2])
    request = Request(grammar, CheckSettings(), DAY)
    with TemporaryDirectory() as folder:
        source, document = Path(folder, "list.txt"), Path(folder, "list.json")
        source.write_text(torn or "一", "utf-8")
        document.write_bytes(dump(ingest(source)))
        found = inspect([str(source), str(document)], request)
    assert found.totals.unread == 0
    told = {form: "".join(report(found)) for form, report in REPORTS.items()}
    codes = {slip.code for _, slip, _ in found.spots()}
    assert all(code in text for code in codes for text in told.values())


def test_odd_names_and_letters_go_into_every_report(tmp_path: Path, request_of: Any) -> None:
    source = tmp_path / os.fsdecode(b"\xff\x1b[31m.txt")
    source.write_text(LIST.replace("安全生产", "安\x1b[31m全"), "utf-8")
    path = tmp_path / "baseline.json"
    baseline = read_baseline(path, may_be_absent=True)
    found = inspect([str(source)], request_of(baseline=baseline))
    planned = plan_reports([f"{form}={tmp_path / form}" for form in REPORTS], tmp_path / "sheet.csv")
    show(found, planned, io.StringIO(), quiet=False)
    baseline.renew(found)
    for form in ("json", "sarif", "gitlab", "baseline.json"):
        assert json.loads((tmp_path / form).read_bytes())
    etree.parse(tmp_path / "junit")
    assert not any(b"\x1b" in (tmp_path / form).read_bytes() for form in REPORTS)
