"""The law book: tables, lookup, versions, and what users lay over it."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from qzparse.errors import GrammarFault
from qzparse.grammar import Grammar, load_grammar, shipped_folder
from qzparse.lawbook import Act, check_acts, key_of, law_book
from qzparse.lawbook.tables import GRADES, read_acts, read_numberings
from qzparse.lawbook.versions import orders_in, signals_in, version_in
from qzparse.models import Diagnostic
from qzparse.pipeline import examine, read
from qzparse.report.laws import laws_of, show_laws
from qzparse.rules.rule import Checking
from qzparse.source import source_of

DAY = "2026-11-01"
HEAD = "序号 | 权力类型 | 权力项目名称 | 实施依据"


@pytest.fixture(scope="module")
def plain() -> Grammar:
    return load_grammar()


def act_of(title: str) -> Act:
    act = law_book(load_grammar()).find(title)
    assert act is not None
    return act


def found_in(basis: str, grammar: Grammar, day: str = DAY) -> list[Diagnostic]:
    rows = f"某市某局权责清单\n\n| {HEAD} |\n|---|---|---|---|\n| 1 | 行政检查 | 安全检查 | {basis} |\n"
    outcome = read(source_of(rows.encode(), "list.md"), grammar)
    return examine(outcome, Checking(grammar, date.fromisoformat(day)))


def test_shipped_tables_are_sound_and_sorted() -> None:
    faults: list[object] = []
    acts = read_acts(shipped_folder() / "laws.tsv", faults)  # type: ignore[arg-type]
    numberings = read_numberings(shipped_folder() / "articles.tsv", faults)  # type: ignore[arg-type]
    assert not faults
    assert [act.title for act in acts] == sorted(act.title for act in acts)
    assert {grade for act in acts for grade in (act.history_confidence, act.currency_confidence)} == {*GRADES}
    for act in acts:
        dates = [event.date for event in act.history if event.date]
        assert dates == sorted(dates), act.title
    titles = {act.title for act in acts}
    assert {numbering.title for numbering in numberings} <= titles


def test_every_source_of_the_book_is_explained() -> None:
    lines = (shipped_folder() / "laws-sources.tsv").read_text("utf-8").splitlines()[1:]
    known = {line.partition("\t")[0] for line in lines}
    book = law_book(load_grammar())
    assert {source for act in book for source in act.sources} <= known


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_says_how_old_the_book_is(name: str) -> None:
    text = (Path(__file__).parents[2] / name).read_text("utf-8")
    book = law_book(load_grammar())
    assert re.search(rf"{len(book)}[^\n]*{book.known_until}", text)


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("行政许可法", "中华人民共和国行政许可法"),
        ("中华人民共和国行政许可法（2019年修正）", "中华人民共和国行政许可法"),
        ("保密法", "中华人民共和国保守国家秘密法"),
        ("中华人民共和国 安全生产法", "中华人民共和国安全生产法"),
    ],
)
def test_find_by_any_usual_title(printed: str, full: str) -> None:
    assert act_of(printed).title == full


def test_an_unknown_act_is_none_and_a_trial_form_has_its_final_one() -> None:
    book = law_book(load_grammar())
    assert book.find("某某管理办法") is None
    assert book.find("泄密案件查处办法（试行）") is None
    final = book.final_of("泄密案件查处办法(试行)")
    assert final is not None
    assert final.title == "泄密案件查处办法"


def test_a_title_given_anew_keeps_its_namesake() -> None:
    act = act_of("国家安全法")
    earlier = law_book(load_grammar()).namesake(act)
    assert act.ending is None
    assert earlier is not None
    assert earlier.ended(DAY) is not None


@pytest.mark.parametrize(
    ("title", "note", "day"),
    [
        ("保密法", "2010年修订", "2010-04-29"),
        ("保密法", "1988年9月5日主席令第6号公布，2010年4月29日主席令第28号修改", "2010-04-29"),
        ("保密法", "1988年9月5日通过 2010年4月29日第一次修订 2024年2月27日第二次修订", "2024-02-27"),
        ("政府信息公开条例", "国务院令第711号", "2019-04-03"),
        ("政府信息公开条例", "国务院第492号令", "2007-04-05"),
        ("行政处罚法", "2021年7月15日起施行", "2021-01-22"),
        ("行政处罚法", "2018年修订", None),
        ("行政处罚法", "", None),
        ("危险化学品安全管理条例", "国务院令第344号公布，第591号、第645号修订", None),
    ],
)
def test_version_that_a_note_means(plain: Grammar, title: str, note: str, day: str | None) -> None:
    version = version_in(note, act_of(title), plain)
    assert (version.date if version else None) == day


@pytest.mark.parametrize(
    ("printed", "is_plain"),
    [
        ("某某部令〔2017〕第2号", True),
        ("某某部令2017年第2号", True),
        ("某某部2017第2号令", False),
        ("国务院令646号", False),
    ],
)
def test_order_in_its_usual_form(plain: Grammar, printed: str, *, is_plain: bool) -> None:
    (order,) = orders_in(printed, plain)
    assert order.is_plain is is_plain


def test_an_order_before_its_day_belongs_to_it(plain: Grammar) -> None:
    (signal,) = signals_in("某省人民政府令第24号，2007年6月13日发布", plain)
    assert (signal.day, signal.verb) == ("2007-06-13", "发布")
    assert signal.order is not None
    assert signal.order.spelling == "某省人民政府令第24号"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("某条例\t行政法规\t2020年 公布", "no event"),
        ("某条例\t行政法规\t2020-01-01 公布\t很高", "HISTORY/CURRENCY"),
        ("\t行政法规", "the title is missing"),
        ("某条例\ta\tb\tc\td\te", "6 cells under 4 columns"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, row: str, told: str) -> None:
    (tmp_path / "laws.tsv").write_text(f"title\tkind\thistory\tsure\n# 说明\n{row}\n", "utf-8")
    with pytest.raises(GrammarFault, match=re.escape("laws.tsv:3: ")) as fault:
        check_acts(tmp_path)
    assert told in str(fault.value)


def test_a_wrong_column_and_a_wrong_move_are_faults(tmp_path: Path) -> None:
    (tmp_path / "laws.tsv").write_text("title\tcolour\n", "utf-8")
    (tmp_path / "articles.tsv").write_text("title\tversion\tmoved\n某法\t2020-01-01\t五→六\n", "utf-8")
    with pytest.raises(GrammarFault) as fault:
        check_acts(tmp_path)
    assert "laws.tsv:1: " in str(fault.value)
    assert "articles.tsv:2: " in str(fault.value)


def test_a_folder_adds_a_province_s_acts(tmp_path: Path) -> None:
    rows = (
        "title\tkind\thistory\tended\tsuccessor\tsure\n"
        "某省安全检查办法\t地方政府规章\t2009-05-01 公布 某省人民政府令第9号\t废止 2020-01-01\t某省安全条例\thigh/high\n"
    )
    (tmp_path / "laws.tsv").write_text(rows, "utf-8")
    assert check_acts(tmp_path) == 1
    own = load_grammar((tmp_path,))
    codes = [one.code for one in found_in("《某省安全检查办法》第九条：依法检查。", own)]
    assert codes == ["LAW001"]
    assert not found_in("《某省安全检查办法》第九条：依法检查。", own, "2019-12-31")
    assert key_of("某省安全检查办法") not in [key_of(act.title) for act in law_book(load_grammar())]


TEXT = (
    "某某安全条例\n\n第一章　总则\n\n第八条　有关单位应当按照规定建立安全检查的台账并且妥善保存。\n\n"
    "**第九条**　主管部门应当依法及时调查处理，逾期不改的，责令停止使用有关设备；情节严重的，移送有关机关处理。\n"
)


@pytest.mark.parametrize(
    ("quoted", "codes"),
    [
        (
            "主管部门应当依法及时调查处理，逾期不改的，责令停止使用有关设备；情节严重的，移送有关机关处理。",
            [],
        ),
        ("情节严重的，移送有关机关处理。", []),
        ("主管部门应当依法及时调查处理，逾期不改……", []),
        ("主管部门应当依法及时调查处理，逾期不改正的，责令停止使用有关设备。", ["QUO002"]),
        ("主管部门应当依法及时的调查处理，逾期不改的，责令停止使用有关设备。", ["QUO004"]),
        ("有关单位应当按照规定建立安全检查的台账并且妥善保存。", ["QUO005"]),
    ],
)
def test_quotations_are_compared_with_a_user_s_texts(tmp_path: Path, quoted: str, codes: list[str]) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "某某安全条例(2020-01-01).md").write_text(TEXT, "utf-8")
    (tmp_path / "texts" / "某某安全条例.txt").write_text(TEXT, "utf-8")
    own = load_grammar((tmp_path,))
    assert [one.code for one in found_in(f"《某某安全条例》第九条：{quoted}", own)] == codes


def test_no_act_of_the_book_is_blamed_for_its_own_events(plain: Grammar) -> None:
    """Every event of every act, as notices word it: no rule may find the note at fault."""
    rows = []
    for act in law_book(plain):
        for event in act.history:
            year, *rest = event.date.split("-")
            if rest and event.action != "文本":
                month, day = (int(part) for part in rest)
                rows += [f"{year}年{event.action}", f"{year}年{month}月{day}日{event.order}{event.action}"]
            if event.order:
                rows.append(event.order)
            rows = [
                row if row.startswith("《") else f"《{act.title}》（{row}）第一条：依法检查。" for row in rows
            ]
    printed = "\n".join(f"| {n} | 行政检查 | 检查{n} | {row} |" for n, row in enumerate(rows, 1))
    table = f"某市某局权责清单\n\n| {HEAD} |\n|---|---|---|---|\n{printed}\n"
    outcome = read(source_of(table.encode(), "list.md"), plain)
    assert len(outcome.document.items) == len(rows)
    found = examine(outcome, Checking(plain, date.fromisoformat(DAY)))
    blamed = [
        f"{rows[int(one.item or 1) - 1]} {one.code} {one.message}" for one in found if one.code[:3] == "CIT"
    ]
    assert blamed == []


def test_acts_are_told_with_their_state_on_a_day() -> None:
    book = law_book(load_grammar())
    told = {act["title"]: act["status"] for act in laws_of(book.search("行政监察法"), "2018-03-19")}
    assert told == {"中华人民共和国行政监察法": "effective"}
    screen = StringIO()
    show_laws(book.search("主席令第85号"), book, DAY, "en", screen)
    assert "repealed" in screen.getvalue()
    assert "2018-03-20, by 《中华人民共和国监察法》" in screen.getvalue()
