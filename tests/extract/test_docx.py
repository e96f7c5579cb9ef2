"""Small packages made in the test → their transcripts."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qzparse.errors import UnreadableSource
from qzparse.excerpt import Excerpt
from qzparse.extract import extract, package
from qzparse.ledger import NoteKind
from qzparse.source import source_of
from qzparse.tokens import LooseCell, Margin, Paragraph, Shape, Table, Transcript

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "docx"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "r": OFFICE,
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in SPACES.items())
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def related(**targets: str) -> str:
    """Write a relationships part; a double underscore ends the kind: `header__2`."""
    relations = "".join(
        f'<Relationship Id="r{index}" Type="{OFFICE}/{kind.partition("__")[0]}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'


def wrapped(tag: str, content: str) -> str:
    return f"<w:{tag} {DECLARED}>{content}</w:{tag}>"


def packed(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def members_of(body: str, **parts: str) -> dict[str, str | bytes]:
    """Make the members of a package whose document has `body`, and `parts` by kind."""
    tags = {"numbering": "numbering", "styles": "styles", "header": "hdr", "footer": "ftr"}
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": related(officeDocument="word/document.xml"),
        "word/document.xml": wrapped("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": related(**{kind: f"{kind}.xml" for kind in parts}),
    }
    for kind, content in parts.items():
        tag = tags.get(kind.partition("__")[0], kind)
        members[f"word/{kind}.xml"] = wrapped(tag, content)
    return members


def read(body: str, **parts: str) -> Transcript:
    return extract(source_of(packed(members_of(body, **parts)), "list.docx"))


def p(text: str = "", properties: str = "") -> str:
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}</w:p>"


def runs(content: str) -> str:
    return f"<w:p><w:r>{content}</w:r></w:p>"


def tc(content: str = "", properties: str = "") -> str:
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    made = "".join(cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def iter_excerpts(transcript: Transcript) -> Iterator[Excerpt]:
    for token in transcript.tokens:
        if isinstance(token, Table):
            yield from (cell.excerpt for cell in token.cells)
        else:
            yield token.excerpt


def shown(transcript: Transcript) -> list[object]:
    """Show tokens as a person would write them down: paragraphs as text, tables as lists of rows."""
    seen: list[object] = []
    for token in transcript.tokens:
        match token:
            case Table(cells=cells, rows=rows):
                seen.append([[cell.excerpt.text for cell in cells if cell.row == row] for row in range(rows)])
            case Paragraph(excerpt=excerpt):
                seen.append(excerpt.text)
            case Margin(excerpt=excerpt) | Shape(excerpt=excerpt) | LooseCell(excerpt=excerpt):
                seen.append((type(token).__name__, excerpt.text))
    return seen


def places(transcript: Transcript) -> list[tuple[str, int, int, int, int]]:
    """Give the cells of all tables: text, row, column, row span, column span."""
    return [
        (cell.excerpt.text, cell.row, cell.column, cell.row_span, cell.column_span)
        for token in transcript.tokens
        if isinstance(token, Table)
        for cell in token.cells
    ]


def kinds(transcript: Transcript) -> dict[NoteKind, dict[str, str | int]]:
    return {note.kind: note.values for note in transcript.notes}


def assert_nothing_lost(transcript: Transcript) -> None:
    """The tokens hold every character of the text, in order, and no two hold the same."""
    spans = [line for excerpt in iter_excerpts(transcript) for line in excerpt.lines]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    printed = "".join(transcript.text[start:end] for start, end in spans)
    assert "".join(printed.split()) == "".join(transcript.text.split())
    assert all(excerpt.source is transcript.text for excerpt in iter_excerpts(transcript))


@pytest.fixture(params=[1 << 30, -1], ids=["whole", "streamed"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the main part whole, then once more piece by piece."""
    monkeypatch.setattr(package, "LARGE", request.param)


V_RESTART, V_CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
CONTENT_CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
PARAGRAPHS = {
    "plain": (p("甲"), "甲"),
    "several runs": ("<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>", "甲乙"),
    "line break": (runs("<w:t>甲</w:t><w:br/><w:t>乙</w:t>"), "甲\n乙"),
    "carriage return": (runs("<w:t>甲</w:t><w:cr/><w:t>乙</w:t>"), "甲\n乙"),
    "tab": (runs("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>"), "甲\t乙"),
    "hyphen": (runs("<w:t>2</w:t><w:noBreakHyphen/><w:t>1</w:t>"), "2-1"),
    "line feed in a run": (runs("<w:t>甲\n乙</w:t>"), "甲 乙"),
    "hyperlink": ('<w:p><w:hyperlink r:id="r1"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>', "甲"),
    "smart tag": ("<w:p><w:smartTag><w:r><w:t>甲</w:t></w:r></w:smartTag></w:p>", "甲"),
    "control around a run": (
        "<w:p>" + CONTENT_CONTROL.format("<w:r><w:t>甲</w:t></w:r>") + "</w:p>",
        "甲",
    ),
    "control around a block": (CONTENT_CONTROL.format(p("甲")), "甲"),
    "inserted": ("<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins></w:p>", "甲"),
    "deleted": (
        "<w:p><w:del><w:r><w:delText>甲</w:delText></w:r></w:del><w:r><w:t>乙</w:t></w:r></w:p>",
        "乙",
    ),
    "moved": (
        "<w:p><w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>乙</w:t></w:r></w:moveTo></w:p>",
        "乙",
    ),
    "simple field": (
        '<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>1988年</w:t></w:r></w:fldSimple></w:p>',
        "1988年",
    ),
    "field": (
        runs(
            '<w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText><w:t>x</w:t>'
            '<w:fldChar w:fldCharType="separate"/><w:t>甲</w:t><w:fldChar w:fldCharType="end"/><w:t>乙</w:t>'
        ),
        "甲乙",
    ),
    "field never closed": (
        runs('<w:fldChar w:fldCharType="begin"/><w:t>x</w:t>') + p("甲"),
        "甲",
    ),
    "known symbol": (runs('<w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0FE"/>'), "是☑"),
    "equation": ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", "x=1"),
    "ruby": (
        runs(
            "<w:ruby><w:rt><w:r><w:t>dong</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>东</w:t></w:r></w:rubyBase></w:ruby>"
        ),
        "东",
    ),
    "hidden": ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r></w:p>", "甲"),
    "footnote mark": (runs('<w:t>甲</w:t><w:footnoteReference w:id="1"/>'), "甲"),
    "mark deleted": (
        p("甲", "<w:rPr><w:del/></w:rPr>") + p("乙"),
        "甲乙",
    ),
    "inner alternatives": (
        runs(alternatives("<w:t>甲</w:t>", "<w:t>乙</w:t>")),
        "甲",
    ),
    "outer alternatives": (
        alternatives(p("甲"), p("乙")),
        "甲",
    ),
    "empty choice": (
        alternatives("", p("乙")),
        "乙",
    ),
}


@pytest.mark.parametrize(("body", "text"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraph_is_read_as_printed(body: str, text: str) -> None:
    transcript = read(body)
    assert shown(transcript) == [text]
    assert_nothing_lost(transcript)


@pytest.mark.parametrize(("body", "text"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraph_in_a_cell_is_read_as_printed(body: str, text: str) -> None:
    transcript = read(tbl(tr(f"<w:tc>{body}</w:tc>", "丙")))
    assert shown(transcript) == [[[text, "丙"]]]
    assert_nothing_lost(transcript)


def test_paragraphs_count_blank_ones_before_them() -> None:
    transcript = read(p("甲") + p() + p("　") + p("乙"))
    assert [token.gap for token in transcript.tokens if isinstance(token, Paragraph)] == [0, 2]


TABLES = {
    "plain": (
        tbl(tr("甲", "乙"), tr("丙", "")),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 0, 1, 1), ("", 1, 1, 1, 1)],
    ),
    "column span": (
        tbl(tr(tc("甲", '<w:gridSpan w:val="2"/>'), "乙")),
        [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)],
    ),
    "row span": (
        tbl(tr(tc("甲", V_RESTART), "乙"), tr(tc("", V_CONTINUE), "丙"), tr(tc("", V_CONTINUE), "丁")),
        [("甲", 0, 0, 3, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 1, 1, 1), ("丁", 2, 1, 1, 1)],
    ),
    "both spans": (
        tbl(
            tr(tc("甲", '<w:gridSpan w:val="2"/>' + V_RESTART), "乙"),
            tr(tc("", '<w:gridSpan w:val="2"/>' + V_CONTINUE), "丙"),
        ),
        [("甲", 0, 0, 2, 2), ("乙", 0, 2, 1, 1), ("丙", 1, 2, 1, 1)],
    ),
    "covered cell with text": (
        tbl(tr(tc("甲", V_RESTART)), tr(tc("乙", V_CONTINUE)), tr(tc("", V_CONTINUE))),
        [("甲", 0, 0, 1, 1), ("乙", 1, 0, 2, 1)],
    ),
    "continues nothing": (tbl(tr(tc("", V_CONTINUE), "甲")), [("", 0, 0, 1, 1), ("甲", 0, 1, 1, 1)]),
    "legacy column span": (
        tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "乙")),
        [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)],
    ),
    "columns left out": (
        tbl(tr("甲", "乙", "丙"), tr("丁", properties='<w:gridBefore w:val="2"/>')),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 0, 2, 1, 1), ("丁", 1, 2, 1, 1)],
    ),
    "monstrous span": (
        tbl(tr("甲", tc("乙", '<w:gridSpan w:val="2000000000"/>'))),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 199)],
    ),
    "span of no number": (tbl(tr(tc("甲", '<w:gridSpan w:val="x"/>'))), [("甲", 0, 0, 1, 1)]),
    "several paragraphs": (tbl(tr(tc(p("甲") + p() + p("乙")))), [("甲\n乙", 0, 0, 1, 1)]),
    "control around a cell": (
        tbl(tr("甲", CONTENT_CONTROL.format(tc("乙")))),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)],
    ),
    "control around a row": (
        tbl(tr("甲"), CONTENT_CONTROL.format(tr("乙"))),
        [("甲", 0, 0, 1, 1), ("乙", 1, 0, 1, 1)],
    ),
    "deleted row": (
        tbl(tr("甲"), tr("乙", properties="<w:del/>"), tr("丙")),
        [("甲", 0, 0, 1, 1), ("丙", 1, 0, 1, 1)],
    ),
    "deleted cell": (tbl(tr(tc("甲", "<w:cellDel/>"), "乙")), [("乙", 0, 0, 1, 1)]),
    "former properties": (
        tbl(tr(tc("甲", '<w:tcPrChange><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tcPrChange>'))),
        [("甲", 0, 0, 1, 1)],
    ),
    "rows of alternatives": (
        tbl(alternatives(tr("甲"), tr("乙"))),
        [("甲", 0, 0, 1, 1)],
    ),
}


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(("body", "cells"), TABLES.values(), ids=TABLES)
def test_table_has_its_cells_in_place(body: str, cells: list[object]) -> None:
    transcript = read(p("题") + body + p("注"))
    assert places(transcript) == cells
    assert [type(token) for token in transcript.tokens] == [Paragraph, Table, Paragraph]
    assert_nothing_lost(transcript)


def test_table_text_reads_as_its_rows() -> None:
    transcript = read(tbl(tr("序号", "名称"), tr("1", tc(p("甲") + p("乙")))))
    assert transcript.text == "\t序号\t名称\n\t1\t甲\n乙\n"


def test_header_rows_are_the_leading_ones_that_are_marked() -> None:
    mark = "<w:tblHeader/>"
    rows = [
        tr("甲", properties=mark),
        tr("乙", properties='<w:tblHeader w:val="0"/>'),
        tr("丙", properties=mark),
    ]
    (table,) = read(tbl(*rows)).tokens
    assert isinstance(table, Table)
    assert (table.header_rows, table.rows, table.columns) == (1, 3, 1)


def test_small_nested_table_becomes_lines_of_its_cell() -> None:
    inner = tbl(tr("一", "二"), tr("三", tc(p("四") + p("五"))))
    transcript = read(tbl(tr("甲", tc(p("前") + inner + p("后")))))
    assert shown(transcript) == [[["甲", "前\n一\t二\n三\n四\n五\n后"]]]
    assert kinds(transcript)[NoteKind.NESTED_TABLE] == {"rows": 2}
    assert_nothing_lost(transcript)


def test_frame_is_unwrapped_into_what_it_frames() -> None:
    inner = tbl(tr("序号", "名称"), tr("1", "甲"))
    transcript = read(tbl(tr(tc(p("题") + inner + p()))))
    assert shown(transcript) == ["题", [["序号", "名称"], ["1", "甲"]]]
    assert transcript.notes == ()


def abstract(key: str, *levels: str) -> str:
    made = "".join(f'<w:lvl w:ilvl="{depth}">{level}</w:lvl>' for depth, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}">{made}</w:abstractNum>'


def level(style: str, text: str, more: str = '<w:suff w:val="nothing"/>') -> str:
    return f'<w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}'


def num(key: str, listed: str, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{listed}"/>{more}</w:num>'


def item(text: str, key: str = "1", depth: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>')


FORMATS = {
    "decimal": "1 2",
    "decimalFullWidth": "１ ２",
    "decimalZero": "01 02",
    "chineseCounting": "一 二",
    "chineseCountingThousand": "一 二",
    "taiwaneseCounting": "一 二",
    "japaneseCounting": "一 二",
    "ideographDigital": "一 二",
    "chineseLegalSimplified": "壹 贰",
    "decimalEnclosedCircle": "① ②",
    "decimalEnclosedCircleChinese": "① ②",
    "decimalEnclosedParen": "⑴ ⑵",
    "decimalEnclosedFullstop": "⒈ ⒉",
    "ideographEnclosedCircle": "㊀ ㊁",
    "ideographTraditional": "甲 乙",
    "ideographZodiac": "子 丑",
    "lowerLetter": "a b",
    "upperLetter": "A B",
    "lowerRoman": "i ii",
    "upperRoman": "I II",
    "unheardOf": "1 2",
}


@pytest.mark.parametrize(("style", "numbers"), FORMATS.items())
def test_numbers_are_printed_in_their_format(style: str, numbers: str) -> None:
    transcript = read(item("甲") + item("乙"), numbering=abstract("0", level(style, "%1、")) + num("1", "0"))
    first, second = numbers.split()
    assert shown(transcript) == [f"{first}、甲", f"{second}、乙"]


OUTLINE = abstract(
    "0", level("chineseCounting", "%1、"), level("decimal", "%1-%2."), level("decimal", "（%3）")
)
NUMBERINGS = {
    "levels": (
        OUTLINE + num("1", "0"),
        [("甲", "1", 0), ("乙", "1", 1), ("丙", "1", 1), ("丁", "1", 2), ("戊", "1", 0), ("己", "1", 1)],
        ["一、甲", "一-1.乙", "一-2.丙", "（1）丁", "二、戊", "二-1.己"],
    ),
    "level above not yet counted": (OUTLINE + num("1", "0"), [("甲", "1", 1)], ["一-1.甲"]),
    "one list of two names": (
        OUTLINE + num("1", "0") + num("2", "0"),
        [("甲", "1", 0), ("乙", "2", 0)],
        ["一、甲", "二、乙"],
    ),
    "restarted by its name": (
        OUTLINE
        + num("1", "0")
        + num("2", "0", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        [("甲", "1", 0), ("乙", "2", 0), ("丙", "2", 0)],
        ["一、甲", "一、乙", "二、丙"],
    ),
    "level of its own": (
        OUTLINE
        + num(
            "1",
            "0",
            f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("decimal", "%1.")}</w:lvl></w:lvlOverride>',
        ),
        [("甲", "1", 0)],
        ["1.甲"],
    ),
    "never restarted": (
        abstract(
            "0",
            level("decimal", "%1."),
            level("decimal", "(%2)", '<w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>'),
        )
        + num("1", "0"),
        [("甲", "1", 0), ("乙", "1", 1), ("丙", "1", 0), ("丁", "1", 1)],
        ["1.甲", "(1)乙", "2.丙", "(2)丁"],
    ),
    "legal": (
        abstract(
            "0",
            level("chineseCounting", "%1、"),
            level("decimal", "%1.%2 ", '<w:isLgl/><w:suff w:val="nothing"/>'),
        )
        + num("1", "0"),
        [("甲", "1", 0), ("乙", "1", 1)],
        ["一、甲", "1.1 乙"],
    ),
    "tab after the number": (
        abstract("0", level("decimal", "%1.", "")) + num("1", "0"),
        [("甲", "1", 0)],
        ["1. 甲"],
    ),
    "bullet": (abstract("0", level("bullet", "\uf0b7")) + num("1", "0"), [("甲", "1", 0)], ["•甲"]),
    "no format": (abstract("0", level("none", "%1")) + num("1", "0"), [("甲", "1", 0)], ["甲"]),
    "switched off": (OUTLINE + num("1", "0"), [("甲", "0", 0)], ["甲"]),
    "unknown list": (OUTLINE + num("1", "0"), [("甲", "7", 0), ("乙", "1", 8)], ["甲", "乙"]),
    "empty paragraph": (OUTLINE + num("1", "0"), [("", "1", 0), ("乙", "1", 0)], ["一、", "二、乙"]),
}


@pytest.mark.parametrize(("numbering", "items", "lines"), NUMBERINGS.values(), ids=NUMBERINGS)
def test_numbers_are_counted_as_word_counts(
    numbering: str, items: list[tuple[str, str, int]], lines: list[str]
) -> None:
    body = "".join(item(text, key, depth) for text, key, depth in items)
    assert shown(read(body, numbering=numbering)) == lines


def test_numbers_of_a_column_are_the_text_of_its_cells() -> None:
    transcript = read(
        tbl(tr(tc(item("")), "甲"), tr(tc(item("")), "乙")),
        numbering=abstract("0", level("decimal", "%1")) + num("1", "0"),
    )
    assert shown(transcript) == [[["1", "甲"], ["2", "乙"]]]


NUMBERED = '<w:numPr><w:numId w:val="1"/></w:numPr>'


def style(key: str, properties: str, based_on: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:styleId="{key}">{based}<w:pPr>{properties}</w:pPr></w:style>'


STYLES = (
    style("1", NUMBERED + '<w:outlineLvl w:val="0"/>')
    + style("2", '<w:outlineLvl w:val="1"/>', "1")
    + style("3", "", "3")
)


def test_styles_number_paragraphs_and_give_levels() -> None:
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>') for text, style in (("甲", "1"), ("乙", "2"), ("丙", "3"))
    )
    body += p("丁", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>')
    transcript = read(body, numbering=OUTLINE + num("1", "0"), styles=STYLES)
    assert shown(transcript) == ["一、甲", "二、乙", "丙", "丁"]
    levels = [token.level for token in transcript.tokens if isinstance(token, Paragraph)]
    assert levels == [1, 2, None, None]


def test_list_styles_and_style_levels_are_followed() -> None:
    listed = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="listed"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="listed"/>'
        f'<w:lvl w:ilvl="0">{level("decimal", "%1.")}</w:lvl>'
        f'<w:lvl w:ilvl="1"><w:pStyle w:val="sub"/>{level("decimal", "(%2)")}</w:lvl></w:abstractNum>'
    )
    styles = style("listed", NUMBERED) + style("sub", NUMBERED)
    body = item("甲", "2") + p("乙", '<w:pStyle w:val="sub"/>')
    transcript = read(body, numbering=listed + num("1", "0") + num("2", "5"), styles=styles)
    assert shown(transcript) == ["1.甲", "(1)乙"]


def box(text: str, key: str, more: str = "") -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{key}" name="x"/><wps:cNvSpPr/>{more}<wps:txbx><w:txbxContent>{p(text)}'
        "</w:txbxContent></wps:txbx></wps:wsp>"
    )


def drawing(content: str) -> str:
    return alternatives(
        '<w:drawing><wp:inline><wp:docPr id="9" name="x"/><a:graphic><a:graphicData>'
        f"<wpc:wpc>{content}</wpc:wpc></a:graphicData></a:graphic></wp:inline></w:drawing>",
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('副本')}</w:txbxContent></v:textbox></v:shape></w:pict>",
    )


CONNECTOR = (
    '<wps:wsp><wps:cNvPr id="4" name="x"/><wps:cNvCnPr><a:stCxn id="2" idx="2"/><a:endCxn id="3" idx="0"/>'
    "</wps:cNvCnPr></wps:wsp>"
)


def test_shapes_and_connectors_are_read_once() -> None:
    transcript = read(p("图") + runs(drawing(box("受理", "2") + box("审查", "3") + CONNECTOR)) + p("后"))
    assert shown(transcript) == ["图", ("Shape", "受理"), ("Shape", "审查"), "后"]
    assert [token.key for token in transcript.tokens if isinstance(token, Shape)] == ["2", "3"]
    assert [(link.source, link.target) for link in transcript.links] == [("2", "3")]
    assert_nothing_lost(transcript)


def test_shapes_of_two_drawings_have_keys_of_their_own() -> None:
    chart = runs(drawing(box("受理", "2") + box("审查", "3") + CONNECTOR))
    transcript = read(chart + chart)
    keys = [token.key for token in transcript.tokens if isinstance(token, Shape)]
    assert len(set(keys)) == 4
    assert [(link.source, link.target) for link in transcript.links] == [tuple(keys[:2]), tuple(keys[2:])]


def test_old_drawings_are_read() -> None:
    pict = (
        "<w:pict><v:group>"
        f'<v:rect id="a"><v:textbox><w:txbxContent>{p("受理")}</w:txbxContent></v:textbox></v:rect>'
        f'<v:rect id="b"><v:textbox><w:txbxContent>{p("审查")}</w:txbxContent></v:textbox></v:rect>'
        '<o:rules><o:r id="V:Rule1" type="connector" idref="#c"><o:proxy start="" idref="#a"/>'
        '<o:proxy end="" idref="#b"/></o:r></o:rules></v:group></w:pict>'
    )
    transcript = read(runs(pict))
    assert shown(transcript) == [("Shape", "受理"), ("Shape", "审查")]
    assert [(link.source, link.target) for link in transcript.links] == [("a", "b")]


def test_diagrams_are_read_from_their_own_parts() -> None:
    point = '<dgm:pt modelId="{}"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    points = point.format("1", "受理") + point.format("2", "审查") + point.format("3", "")
    transcript = read(p("图"), diagramData=f"<dgm:ptLst>{points}</dgm:ptLst>")
    assert shown(transcript) == ["图", ("Shape", "受理"), ("Shape", "审查")]
    assert_nothing_lost(transcript)


def test_text_box_in_a_cell_is_text_of_the_cell() -> None:
    transcript = read(tbl(tr(tc(runs("<w:t>流程</w:t>" + drawing(box("受理", "2")))), "乙")))
    assert shown(transcript) == [[["流程\n受理", "乙"]]]


def test_margins_stand_at_the_end_and_once() -> None:
    note = '<w:footnote w:type="separator" w:id="0">{}</w:footnote><w:footnote w:id="1">{}</w:footnote>'
    transcript = read(
        p("甲"), header=p("题"), header__2=p("题"), footer=p("第1页"), footnotes=note.format(p(), p("见附件"))
    )
    assert shown(transcript) == ["甲", ("Margin", "题"), ("Margin", "第1页"), ("Margin", "见附件")]
    assert_nothing_lost(transcript)


def test_revisions_are_counted() -> None:
    body = "<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>"
    body += tbl(tr("丙", properties="<w:ins/>"), tr("丁", properties="<w:del/>"))
    assert kinds(read(body))[NoteKind.REVISIONS_PRESENT] == {"insertions": 2, "deletions": 2}


def test_unknown_symbol_is_kept_and_noted() -> None:
    transcript = read(runs('<w:sym w:font="Odd" w:char="F123"/><w:sym w:char="zz"/>'))
    assert shown(transcript) == ["\uf123\ufffd"]
    assert kinds(transcript) == {NoteKind.CHARACTERS_REPLACED: {"count": 2}}


def test_pages_are_those_that_word_laid_out_last() -> None:
    broken = "<w:lastRenderedPageBreak/>"
    transcript = read(
        p("甲") + runs(f"{broken}<w:t>乙</w:t>") + runs(f"<w:t>丙</w:t>{broken}<w:t>丁</w:t>") + p("戊")
    )
    assert [token.page for token in transcript.tokens if isinstance(token, Paragraph)] == [1, 2, 2, 3]
    assert transcript.pages == 3
    assert read(p("甲")).pages is None


def test_strict_package_is_read_like_any_other() -> None:
    members = {
        name: str(content)
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/",
            "http://purl.oclc.org/ooxml/wordprocessingml/",
        )
        for name, content in members_of(p("甲") + tbl(tr("乙"))).items()
    }
    assert shown(extract(source_of(packed(dict(members)), "list.docx"))) == ["甲", [["乙"]]]


def test_relationship_to_nowhere_is_mended_and_noted() -> None:
    members = members_of(p("甲"), footer=p("脚"))
    members["word/_rels/document.xml.rels"] = related(footer="footer.xml", image="NULL", header="gone.xml")
    transcript = extract(source_of(packed(members), "list.docx"))
    assert shown(transcript) == ["甲", ("Margin", "脚")]
    assert kinds(transcript) == {NoteKind.PACKAGE_REPAIRED: {"count": 2}}


def test_package_without_relationships_is_mended() -> None:
    members = members_of(p("甲"))
    del members["_rels/.rels"], members["[Content_Types].xml"]
    transcript = extract(source_of(packed(members), "list.docx"))
    assert shown(transcript) == ["甲"]
    assert NoteKind.PACKAGE_REPAIRED in kinds(transcript)


DOCTYPE = '<!DOCTYPE w:document [<!ENTITY x "甲">]>'
HOSTILE = {
    "doctype": {"word/document.xml": DOCTYPE + wrapped("document", f"<w:body>{p('&x;')}</w:body>")},
    "unsafe-member": {"../../evil": ""},
    "unpacked-too-large": {"word/media/bomb": b"\0" * (20 << 20)},
}


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(("reason", "members"), HOSTILE.items())
def test_hostile_package_is_refused(reason: str, members: dict[str, str | bytes]) -> None:
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(packed(members_of(p("甲")) | members), "list.docx"))
    assert (caught.value.problem, caught.value.values["reason"]) == ("hostile", reason)
    assert "list.docx" in caught.value.message("zh")


def test_doctype_in_a_side_part_is_refused() -> None:
    members = members_of(p("甲"), footer=p("脚"))
    members["word/footer.xml"] = DOCTYPE + str(members["word/footer.xml"])
    with pytest.raises(UnreadableSource, match="DOCTYPE"):
        extract(source_of(packed(members), "list.docx"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_member_is_refused() -> None:
    made = io.BytesIO(packed(members_of(p("甲"))))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableSource, match="one name"):
        extract(source_of(made.getvalue(), "list.docx"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_package_is_broken(share: float) -> None:
    data = packed(members_of("".join(p(f"第{n}条") for n in range(500))))
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(data[: int(len(data) * share)], "list.docx"))
    assert caught.value.problem == "broken"


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    "document", ["<w:document", wrapped("document", "<w:body>" + "<w:tbl><w:tr><w:tc>" * 500), "\0", ""]
)
def test_malformed_document_is_broken(document: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        extract(source_of(packed(members_of("") | {"word/document.xml": document}), "list.docx"))
    assert caught.value.problem == "broken"


def test_document_that_python_docx_writes_is_read() -> None:
    made = docx.Document()
    made.add_heading("权责清单", level=1)
    table = made.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "基本信息"
    table.cell(1, 2).text = "甲\n乙"
    written = io.BytesIO()
    made.save(written)
    transcript = extract(source_of(written.getvalue(), "list.docx"))
    heading, grid = transcript.tokens
    assert isinstance(heading, Paragraph)
    assert heading.level == 1
    assert isinstance(grid, Table)
    assert (grid.rows, grid.columns) == (2, 3)
    assert places(transcript)[0] == ("基本信息", 0, 0, 1, 2)
    assert places(transcript)[-1] == ("甲\n乙", 1, 2, 1, 1)


TEXT = st.text(st.sampled_from("甲乙1.、（） \u3000"), max_size=6)
CELL = st.tuples(TEXT, st.sampled_from(["", V_RESTART, V_CONTINUE, '<w:gridSpan w:val="2"/>']))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=5), st.lists(TEXT, max_size=3))
def test_every_character_is_in_one_token(rows: list[list[tuple[str, str]]], lines: list[str]) -> None:
    body = "".join(map(p, lines)) + tbl(*(tr(*(tc(text, more) for text, more in row)) for row in rows))
    transcript = read(body)
    assert_nothing_lost(transcript)
    printed = "".join(lines) + "".join(text for row in rows for text, _ in row)
    assert "".join(transcript.text.split()) == "".join(printed.split())


@pytest.mark.usefixtures("either_way")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not at hand")
@pytest.mark.parametrize("number", range(5))
def test_corpus_loses_nothing(number: int) -> None:
    data = (CORPUS / f"{number:03}.docx").read_bytes()
    transcript = extract(source_of(data, "list.docx"))
    assert_nothing_lost(transcript)
    assert transcript.notes == ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    printed = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        printed = printed.replace(entity, character)
    assert "".join(transcript.text.split()) == "".join(printed.split())
