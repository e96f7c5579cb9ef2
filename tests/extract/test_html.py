"""Web pages, fragments of them and web archives → paragraphs, margins and grids."""

import itertools
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qzparse.errors import UnreadableSource
from qzparse.extract import extract
from qzparse.extract.html import read_html
from qzparse.ledger import NoteKind
from qzparse.source import Format, Source, source_of
from qzparse.tokens import Margin, Paragraph, Table, Transcript

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PAGE = (
    "<html><head><title>标题</title></head><body><p>某市某局权责清单</p><table><tr><td>序号</td><td>职权名称</td></tr>"
    "<tr><td>1</td><td>对违反保密规定行为的处罚</td></tr></table></body></html>"
)


def read(page: str | bytes) -> Transcript:
    data = page if isinstance(page, bytes) else page.encode()
    return read_html(Source("page.html", data, Format.HTML))


def shown(transcript: Transcript) -> list[str]:
    """Show a paragraph as its text behind its gap's dots and `#level`, a margin in `<>`, a table row by row.

    A cell stands in `[]`, with `↓` and `→` for each row and column more that it spans; `|` is a new row.
    """
    seen = []
    for token in transcript.tokens:
        if isinstance(token, Table):
            seen.append("|".join(map("".join, rows_of(token))))
        elif isinstance(token, Margin):
            seen.append(f"<{token.excerpt.text}>")
        else:
            assert isinstance(token, Paragraph)
            level = f"#{token.level} " if token.level else ""
            seen.append("." * token.gap + level + token.excerpt.text)
    return seen


def rows_of(table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        spans = "↓" * (cell.row_span - 1) + "→" * (cell.column_span - 1)
        rows[cell.row].append(f"[{cell.excerpt.text}{spans}]")
    return rows


LINES = {
    "blocks are lines": ("<p>甲</p><div>乙<div>丙</div>丁</div>", ["甲", "乙", "丙", "丁"]),
    "headings have levels": ("<h1>甲</h1><h3>乙<br>丙</h3>丁", ["#1 甲", "#3 乙", "#3 丙", "丁"]),
    "inline elements join": ("<p>第<b>七</b>十<span>四</span>条</p>", ["第七十四条"]),
    "source lines between Han join": (
        "<p>中华\n  人民，\n共和国\nabc\ndef</p>",
        ["中华人民，共和国 abc def"],
    ),
    "tabs and source lines are one blank": ("<p>a \t\n b\t  c</p>", ["a b c"]),
    "blanks within a line stay": ("<p>类型：检查   地点：某局</p>", ["类型：检查   地点：某局"]),
    "no-break spaces are blanks": ("<p>&nbsp;甲&nbsp;&#160;乙\u3000丙&nbsp;</p>", ["甲  乙\u3000丙"]),
    "entities": ("<p>&lt;甲&gt;&amp;&#20057;&#x4e19;&mdash;</p>", ["<甲>&乙丙—"]),
    "blank lines are gaps": ("甲<br><br>乙<p>&nbsp;</p><p></p><p>丙</p>", ["甲", ".乙", ".丙"]),
    "pre keeps its lines": ("<pre>甲  乙\n\n丙</pre>", ["甲  乙", ".丙"]),
    "hidden elements": (
        (
            '<p>甲</p><p hidden>乙</p><div style="color:red;DISPLAY : none"><p>丙</p></div>丁'
            '<span style="mso-hide:all">戊</span>'
        ),
        ["甲", "丁"],
    ),
    "scripts and the like": (
        "<script>甲</script><style>乙{}</style><noscript>丙</noscript><select><option>丁</select>戊<title>己</title>",
        ["戊"],
    ),
    "comments": ("<p>甲<!-- 乙 -->丙<![if !supportLists]>丁<![endif]></p>", ["甲丙丁"]),
    "no body": ("甲<br>乙", ["甲", "乙"]),
    "unclosed": ("<p>甲<p>乙<div>丙", ["甲", "乙", "丙"]),
    "nothing": ("<html></html>", []),
    "ordered lists": (
        "<ol><li>甲<li>乙</ol><ol start=3 type=A><li><p>丙</p><p>丁</p><li value=9>戊</ol>",
        ["1. 甲", "2. 乙", "C. 丙", "丁", "I. 戊"],
    ),
    "nested lists": ("<ol><li>甲<ol type=i><li>乙</ol><li>丙</ol>", ["1. 甲", "i. 乙", "2. 丙"]),
    "styled lists": (
        '<ol style="list-style-type:none"><li>一、甲</ol><ol style="list-style: cjk-ideographic"><li>乙</ol>',
        ["一、甲", "一、乙"],
    ),
    "bullets": ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    "ruby": ("<p>甲<ruby>乙<rp>(</rp><rt>yǐ</rt><rp>)</rp></ruby></p>", ["甲乙"]),
}
MARGINS = {
    "marked navigation": ("<nav>甲</nav><aside>乙</aside><footer>丙</footer>", ["<甲>", "<乙>", "<丙>"]),
    "navigation by role and name": (
        '<div role=navigation>甲</div><div class="x crumb"><p>乙</p></div><p id=footer>丙</p><p class=nav-x>丁</p>',
        ["<甲>", "<乙>", "<丙>", "丁"],
    ),
    "lists of links": ("<ul><li><a href=1>首页</a><li><a href=2>公开</a></ul>", ["<首页>", "<公开>"]),
    "a trail of links": (
        "<p>您的位置：<a href=1>首页</a> &gt; <a href=2>公开</a> &gt; 清单</p>",
        ["<您的位置：首页 > 公开 > 清单>"],
    ),
    "a link in a sentence": (
        "<p>依据<a href=1>《行政处罚法》</a>第三条作出处罚</p>",
        ["依据《行政处罚法》第三条作出处罚"],
    ),
    "an anchor is no link": ("<p><a name=t>一、行政处罚</a></p>", ["一、行政处罚"]),
    "a linked heading": ("<h2><a href=1>权责清单</a></h2>", ["#2 权责清单"]),
    "the site's header": ("<header><h1>某市政府</h1><a href=1>登录</a></header>", ["<某市政府>", "<登录>"]),
    "the page's header": ("<header><h1>权责清单</h1></header>", ["#1 权责清单"]),
    "an article's header and footer": (
        "<article><header>甲<a href=1>乙</a></header><footer>丙</footer></article>",
        ["甲乙", "丙"],
    ),
    "a table of links": (
        "<table><tr><td><a href=1>首页</a><td><a href=2>公开</a></table><p>甲</p>",
        ["<首页 公开>", "甲"],
    ),
    "a table in a footer": ("<footer><table><tr><td>主办<td>某局</table></footer>", ["<主办 某局>"]),
    "a list inside of what is called a menu": (
        "<div class=menu><table><tr><td>序号<td>名称<tr><td>1<td>甲</table></div>",
        ["[序号][名称]|[1][甲]"],
    ),
    "links in a list": (
        "<table><tr><td>序号<td>名称<tr><td>1<td><a href=1>对某的处罚</a></table>",
        ["[序号][名称]|[1][对某的处罚]"],
    ),
}
GRIDS = {
    "rows": ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["[甲][乙]|[丙][丁]"]),
    "lines in cells": (
        "<table><tr><td>1.甲<br>2.乙<td><p>丙</p><p>丁</p><tr><td><ol><li>戊<li>己</ol><td><div>庚</div>辛</table>",
        ["[1.甲\n2.乙][丙\n丁]|[1. 戊\n2. 己][庚\n辛]"],
    ),
    "row and column spans": (
        "<table><tr><td rowspan=2>甲<td colspan=2>乙<td rowspan=2>丙<tr><td>丁<td>戊<tr><td>己<td><td>庚<td>辛</table>",
        ["[甲↓][乙→][丙↓]|[丁][戊]|[己][][庚][辛]"],
    ),
    "a span over two rows and columns": (
        "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊<td>己</table>",
        ["[甲↓→][乙]|[丙]|[丁][戊][己]"],
    ),
    "a hanging cell past a short row": (
        "<table><tr><td>甲<td>乙<td rowspan=2>丙<tr><td>丁<tr><td>戊<td>己<td>庚</table>",
        ["[甲][乙][丙↓]|[丁][]|[戊][己][庚]"],
    ),
    "spans past the table": (
        "<table><tr><td colspan=9>甲<tr><td rowspan=99>乙<td colspan=2>丙<tr><td>丁</table>",
        ["[甲→]|[乙↓][丙]|[丁]"],
    ),
    "a span of 0 rows goes on": (
        "<table><tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁</table>",
        ["[甲↓↓][乙]|[丙]|[丁]"],
    ),
    "a span ends with its row group": (
        "<table><thead><tr><td rowspan=5>甲<td>乙</thead><tbody><tr><td>丙<td>丁</table>",
        ["[甲][乙]|[丙][丁]"],
    ),
    "the foot stands last": (
        "<table><tfoot><tr><td>注<td>x</tfoot><tbody><tr><td>甲<td>乙</tbody></table>",
        ["[甲][乙]|[注][x]"],
    ),
    "a caption": ("<table><caption>表1</caption><tr><td>甲<td>乙</table>", ["表1", "[甲][乙]"]),
    "rows without a table": (
        "<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr><p>戊</p>",
        ["[甲][乙]|[丙][丁]", "戊"],
    ),
    "cells without a row": ("<table><td>甲<td>乙</table>", ["[甲][乙]"]),
    "several tables": (
        "<table><tr><td>甲<td>乙</table>丙<table><tr><td>丁<td>戊</table>",
        ["[甲][乙]", "丙", "[丁][戊]"],
    ),
    "hidden rows and cells": (
        "<table><tr><td>甲<td style='display:none'>x<td>乙<tr style='display:none'><td>y<td>y<tr><td>丙<td>丁</table>",
        ["[甲][乙]|[丙][丁]"],
    ),
    "one column": ("<table><tr><td><h2>甲</h2>乙<tr><td>丙</table>", ["#2 甲", "乙", "丙"]),
    "empty": ("<table><tr></tr></table>甲", ["甲"]),
    "text between rows": ("<table>甲<tr><td>乙<td>丙</table>", ["甲", "[乙][丙]"]),
}
FRAMES = {
    "a frame of one cell": (
        "<table><tr><td><p>甲</p><table><tr><td>1<td>2<tr><td>3<td>4</table>乙</table>",
        ["甲", "[1][2]|[3][4]", "乙"],
    ),
    "a frame with a menu beside": (
        "<table><tr><td><ul><li><a href=1>首页</a></ul><td><h1>清单</h1><p>说明</p></table>",
        ["<首页>", "#1 清单", "说明"],
    ),
    "frames in frames": (
        (
            "<table><tr><td>左</td><td><table><tr><td>顶<tr><td>"
            "<table><tr><td>序号<td>名称<tr><td>1<td>对某的处罚<tr><td>2<td>对某的检查</table></table></table>"
        ),
        ["左", "顶", "[序号][名称]|[1][对某的处罚]|[2][对某的检查]"],
    ),
    "a small table in a cell": (
        (
            "<table><tr><td>序号<td>职权<td>依据<tr><td>1<td>对某的处罚，依法作出<td>一、<table><tr><td>甲<td>乙<tr><td>丙"
            "<td>丁</table></table>"
        ),
        ["[序号][职权][依据]|[1][对某的处罚，依法作出][一、\n甲\t乙\n丙\t丁]"],
    ),
}


@pytest.mark.parametrize(("page", "expected"), [*LINES.values()], ids=[*LINES])
def test_lines(page: str, expected: list[str]) -> None:
    assert shown(read(page)) == expected


@pytest.mark.parametrize(("page", "expected"), [*MARGINS.values()], ids=[*MARGINS])
def test_margins(page: str, expected: list[str]) -> None:
    assert shown(read(page)) == expected


@pytest.mark.parametrize(("page", "expected"), [*GRIDS.values(), *FRAMES.values()], ids=[*GRIDS, *FRAMES])
def test_tables(page: str, expected: list[str]) -> None:
    assert shown(read(page)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<thead><tr><td>甲<td>乙</thead><tr><td>丙<td>丁", 1),
        ("<tr><th>甲<th>乙<tr><th>丙<th>丁<tr><td>戊<td>己", 2),
        ("<tr><th>甲<td>乙<tr><th>丙<td>丁", 0),
        ("<tr><th>甲<th>乙<tr><th>丙<th>丁", 0),
    ],
)
def test_header_rows(rows: str, expected: int) -> None:
    (table,) = read(f"<table>{rows}</table>").tokens
    assert isinstance(table, Table)
    assert table.header_rows == expected


def test_a_nested_table_is_noted() -> None:
    transcript = read(FRAMES["a small table in a cell"][0])
    assert [note.kind for note in transcript.notes] == [NoteKind.NESTED_TABLE]


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", "iso-8859-1", "big5", "x-unknown", None])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_what_the_page_says_of_its_encoding_is_a_hint(declared: str | None, encoding: str) -> None:
    meta = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'>" if declared else ""
    page = PAGE.replace("<title>", meta + "<title>")
    transcript = read(page.encode(encoding))
    assert "对违反保密规定行为的处罚" in transcript.text
    kinds = [note.kind for note in transcript.notes]
    true = encoding != "gb18030" or declared in ("gb2312", "GBK")
    assert kinds == ([] if true else [NoteKind.ENCODING_GUESSED])


def test_an_xml_declaration_is_a_hint_too() -> None:
    data = ('<?xml version="1.0" encoding="gb2312"?>' + PAGE).encode("gbk")
    assert read(data).notes == ()


def test_traditional_characters_are_read_in_big5() -> None:
    page = "<meta charset=gb2312><p>行政許可權力清單，對違反規定的處罰，應當依法辦理</p>"
    assert read(page.encode("big5")).encoding == "big5hkscs"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(b"<p>" + bytes(range(128, 256)) * 64)
    assert caught.value.problem == "undecodable"


@pytest.mark.parametrize("opening", ["<div>", "<table><tr><td>", "<ol><li>", "<b>", "<table><tr><td>1<td>"])
def test_depth_loses_nothing(opening: str) -> None:
    start = time.perf_counter()
    transcript = read(opening * 20_000 + "对某的处罚")
    assert "对某的处罚" in transcript.text
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("span", ["2000000000", "99999999999999999999", "-1", "x", "1.5", ""])
def test_any_span_is_bounded(span: str) -> None:
    page = f"<table><tr><td rowspan='{span}' colspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>"
    (table,) = read(page).tokens
    assert isinstance(table, Table)
    assert table.columns <= 200
    assert "".join(sorted("".join(table_text(table).split()))) == "".join(sorted("甲乙丙丁"))


def table_text(table: Table) -> str:
    return "".join(cell.excerpt.text for cell in table.cells)


def test_a_row_of_very_many_cells_is_bounded() -> None:
    (table,) = read("<table>" + ("<tr>" + "<td>甲" * 1000) * 2 + "</table>").tokens
    assert isinstance(table, Table)
    assert table.columns == 200
    assert table_text(table).count("甲") == 2000


def test_very_many_rows_become_several_tables() -> None:
    tables = [
        token for token in read("<table>" + "<tr><td>甲<td>乙" * 60_000).tokens if isinstance(token, Table)
    ]
    assert [table.rows for table in tables] == [50_000, 10_000]


def test_a_long_run_of_blanks_takes_no_time() -> None:
    start = time.perf_counter()
    assert shown(read("<p>甲" + " " * 1_000_000 + "\n乙</p>")) == ["甲乙"]
    assert time.perf_counter() - start < 2


def archive_of(*pages: tuple[str, str]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "page"
    for page, charset in pages:
        part = EmailMessage()
        part.set_content(page, subtype="html", charset=charset, cte="base64")
        message.make_mixed() if not message.is_multipart() else None
        message.attach(part)
    return message.as_bytes().replace(b"multipart/mixed", b"multipart/related")


def test_a_web_archive_is_read_like_its_page() -> None:
    source = source_of(archive_of((PAGE, "gb2312"), ("<p>广告</p>", "utf-8")), "page.mht")
    assert source.format is Format.MHTML
    assert shown(extract(source)) == ["某市某局权责清单", "[序号][职权名称]|[1][对违反保密规定行为的处罚]"]


def test_an_archive_that_frames_pages_is_read_like_those() -> None:
    frames = "<html><frameset><frame src=1.htm></frameset><noframes><p>此页使用了框架</p></noframes></html>"
    archive = archive_of((frames, "utf-8"), (PAGE, "utf-8"), ("<p>表二</p>", "utf-8"))
    assert shown(extract(source_of(archive, "book.mht")))[0] == "某市某局权责清单"


def test_an_archive_without_a_page_is_broken() -> None:
    archive = b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--\n"
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(archive, "page.mht"))
    assert caught.value.problem == "broken"


MARKUP = st.lists(
    st.sampled_from(
        "<table> </table> <tr> </tr> <td> </td> <th_rowspan=2> <td_colspan=3> <p> </p> <br> <div> </div> <ul> <li> "
        "</ul> <ol> </ol> <a_href=1> </a> <nav> </nav> <header> </header> <h1> </h1> <pre> </pre> <thead> <tfoot> "
        "<caption> <tbody> </tbody> <b> </b> 甲 乙 1 &nbsp; \n".replace(" ", "\0")
        .replace("_", " ")
        .split("\0")
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_any_markup_keeps_every_character_once(pieces: list[str]) -> None:
    transcript = read("".join(["<html>", *pieces]))
    excerpts = [
        excerpt
        for token in transcript.tokens
        for excerpt in (
            [cell.excerpt for cell in token.cells] if isinstance(token, Table) else [token.excerpt]
        )
    ]
    spans = [span for excerpt in excerpts for span in excerpt.lines]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    covered = "".join(transcript.text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(transcript.text.split())
    printed = "".join(piece for piece in pieces if piece in "甲乙")
    assert sorted(character for character in covered if character in "甲乙") == sorted(printed)
    for token in transcript.tokens:
        if isinstance(token, Table):
            assert all(cell.row + cell.row_span <= token.rows for cell in token.cells)
            assert all(cell.column + cell.column_span <= token.columns for cell in token.cells)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_corpus_reads_as_its_docx_does(name: str) -> None:
    page = read((CORPUS / "html" / f"{name}.html").read_bytes())
    data = (CORPUS / "docx" / f"{name}.docx").read_bytes()
    document = extract(source_of(data, f"{name}.docx"))
    tables = [rows_of(token) for token in page.tokens if isinstance(token, Table)]
    assert tables == [rows_of(token) for token in document.tokens if isinstance(token, Table)]
