from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qzparse import dump, ingest
from qzparse.errors import UsageError
from qzparse.findings import Inspection
from qzparse.grammar import Grammar
from qzparse.inspection import Request, inspect
from qzparse.policy import Asked
from qzparse.reports import REPORTS
from qzparse.settings import find_settings

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
        folder: Path | None = None, language: str = "zh", fail_on: str = "error", **asked: Any
    ) -> Request:
        settings = find_settings(folder or Path("/"))
        return Request(grammar, settings.check, DAY, language, Asked(**asked), fail_on)

    return made


def codes_in(inspection: Inspection) -> list[list[str]]:
    return [[slip.code for slip in one.slips] for one in inspection.lists]


def test_slips_of_one_kind_are_one_group_with_places_as_a_person_finds_them(
    source: Path, request_of: Any
) -> None:
    (checked,) = inspect([str(source)], request_of()).lists
    (slip,) = (slip for slip in checked.slips if slip.code == "NUM001")
    assert [spot.told for spot in slip.spots] == [
        "第 1 项，「责任事项」，第 13 行",
        "第 2 项，「责任事项」，第 20 行",
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
        assert slip.spots[0].told == "第 1 项，「责任事项」，第 13 行"
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
    assert inspect([str(source)], request_of(**asked)).fails() is fails


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
    found = inspect([str(tmp_path)], request_of(tmp_path))
    told = {
        Path(one.file).parent.name: ([(slip.code, slip.severity) for slip in one.slips], one.as_of)
        for one in found.lists
    }
    assert told == {
        tmp_path.name: ([("NUM001", "error")], "2020-01-01"),
        "new": ([("NUM001", "info")], "2021-02-03"),
        "er": ([], "2020-01-01"),
    }


def test_folder_is_read_in_order_without_what_is_no_list(tmp_path: Path, request_of: Any) -> None:
    for name in ("b.txt", "a.md", "~$a.docx", ".hidden.txt", "README.md", "settings.toml", "some.json"):
        (tmp_path / name).write_text("{}" if name.endswith("json") else CLEAN, "utf-8")
    (tmp_path / "c.yaml").write_bytes(dump(ingest(CLEAN.encode(), name="list.txt"), "yaml"))
    named = inspect([str(tmp_path), str(tmp_path / "*.txt")], request_of()).lists
    assert [Path(one.file).name for one in named] == ["a.md", "b.txt", "c.yaml"]


def test_file_that_cannot_be_read_stops_no_other(source: Path, tmp_path: Path, request_of: Any) -> None:
    (tmp_path / "broken.json").write_text('{"items": 3}', "utf-8")
    names = [str(tmp_path / name) for name in ("nosuch.txt", "broken.json", source.name)]
    found = inspect(names, request_of(language="en"))
    assert [bool(one.unread) for one in found.lists] == [True, True, False]
    assert found.totals.unread == 2
    assert found.totals.error == 2
    text = "".join(REPORTS["text"](found))
    assert "there is no such file" in text
    assert "2 could not be read" in text


def test_report_in_words_says_what_where_why_and_what_to_do(source: Path, request_of: Any) -> None:
    text = "".join(REPORTS["text"](inspect([str(source)], request_of(select=["NUM001"]))))
    assert text.splitlines()[1:3] == [
        "  错误 NUM001 ×2  编号由 1 跳到 3",
        "      位置：第 1 项，「责任事项」，第 13 行；第 2 项，「责任事项」，第 20 行",
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


def test_report_as_json_is_the_inspection(source: Path, request_of: Any) -> None:
    told = json.loads("".join(REPORTS["json"](inspect([str(source)], request_of(select=["NUM"])))))
    assert told["totals"] == {
        "lists": 1, "error": 2, "warning": 0, "info": 0, "known": 0, "waived": 0, "unread": 0
    }  # fmt: skip
    (slip,) = told["lists"][0]["slips"]
    assert slip["spots"][0]["where"] == {"line": 13}
