import io
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from gold import SAMPLES, list_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from proof import read_or_refuse

from qzparse import dump
from qzparse.grammar import load_grammar
from qzparse.models import Document

GRAMMAR = load_grammar()
PACKAGES = {file.parent.name: file.read_bytes() for file in list_files() if file.suffix == ".docx"}
DUMPS = {file.parent.name: file.read_text("utf-8") for file in list_files() if file.suffix == ".txt"}
MAIN_PART = "word/document.xml"

seeded = partial(
    settings, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

VOCABULARY = """
序号 编码 职权名称 子项名称 权力类型 实施依据 实施主体 承办机构 责任事项 责任事项依据 追责情形 追责依据 监督电话 备注
甲乙丙 1 2 12 一 （一） ① 1. 2、 2-1. 1－1． 第一 3) 1至2个 2014年 0329-5550136 12345 YX-CF-001 BMB9.1-2007
行政许可 行政处罚 其他类 某县水务局 某科 无 同1。 表2-1 附件 第 条 款 （ ） ： 。 ； 【 《 》 〈 规定
1.受理责任：核对材料。 2.审查责任（某科）：审查。 送达责任：送达。 6.其他 立案责任 （机关纪委）
《某条例》（2015年公布）第三条 【法律】 法律】 第七十二、七十三条 第四条第（二）项：
一、行政许可（2项） 二、法律依据： 三、工作程序： （一）行政处罚流程图 某局权责清单 29.某局权责清单 -3- 注：
1.问责依据：①《甲法》；②《乙法》 2.监督方式：电话 主体责任 职责边界 权力清单 责任清单
"""
PIECES = VOCABULARY.split()
GAPS = [
    "",
    "",
    "\t",
    "\t",
    "\n",
    "\n\t",
    "\n\n\t",
    "\n \t",
    "\n\n\n",
    "\t\t",
    " ",
    "\u3000",
    "    ",
    "\r\n",
    "\f",
    "|",
]
SENTENCES = [
    "为规范行政权力运行，县政府办公室组织各部门清理了职权。",
    "清理工作分三个阶段进行，1月启动，2月汇总，3月公布。",
    "各部门应当依照《中华人民共和国行政许可法》第四条行使职权。",
    "去年行政处罚案件较多，群众拨打12345反映的问题有30件。",
    "会议认为，责任事项还不够具体，追责情形还要细化。",
    "一、提高认识，加强领导。",
    "（一）明确任务，落实责任。",
    "1.各单位要在月底前报送材料。",
    "特此通知。",
]

soups = st.lists(st.tuples(st.sampled_from(GAPS), st.sampled_from(PIECES)), max_size=60).map(
    lambda pairs: "".join(gap + piece for gap, piece in pairs)
)
tables = st.integers(2, 13).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(PIECES), min_size=width - 1, max_size=width + 1), min_size=1, max_size=8
    )
)
prose = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map("\n".join)


def read_text(text: str) -> Document | None:
    outcome = read_or_refuse(text.encode("utf-8", "surrogatepass"), "list.txt", GRAMMAR)
    return outcome.document if outcome else None


@seeded(max_examples=150)
@given(st.text(max_size=400))
def test_any_text_is_accounted_for(text: str) -> None:
    read_text(text)


@seeded(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["list.txt", "list.docx", "list", "list.doc", "list.pdf"]))
def test_any_bytes_are_read_or_refused_with_a_message(content: bytes, name: str) -> None:
    read_or_refuse(content, name, GRAMMAR)


@seeded(max_examples=300)
@given(soups)
def test_soup_of_cells_is_accounted_for(text: str) -> None:
    read_text(text)


@seeded(max_examples=150)
@given(tables)
def test_table_of_random_cells_is_accounted_for(rows: list[list[str]]) -> None:
    read_text("某县水务局权责清单\n" + "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows))


@seeded(max_examples=60)
@given(prose)
def test_prose_gives_no_item(text: str) -> None:
    document = read_text(text)
    assert document is not None
    assert not document.items


@seeded(max_examples=30)
@given(prose)
def test_prose_below_a_title_gives_no_item(text: str) -> None:
    document = read_text("关于公布部门权责清单的通知\n\n" + text)
    assert document is not None
    assert not document.items


@seeded(max_examples=40)
@given(soups, st.sampled_from(["utf-16", "utf-8-sig", "gb18030"]))
def test_encoding_changes_nothing_but_the_source(text: str, encoding: str) -> None:
    title = "某县水务局权责清单，本清单由县水务局按照有关规定编制并负责解释\n"
    readings = [
        read_or_refuse((title + text).encode(coding), "list.txt", GRAMMAR) for coding in ("utf-8", encoding)
    ]
    documents = [reading.document for reading in readings if reading]
    assert len(documents) == 2
    for document in documents:
        document.source = None
        document.diagnostics = [one for one in document.diagnostics if not one.code.startswith("SRC")]
    assert dump(documents[0]) == dump(documents[1])


def without_lines(text: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    lost = data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=8))
    return "\n".join(line for index, line in enumerate(lines) if index not in lost)


def with_doubled_tabs(text: str, data: st.DataObject) -> str:
    cells = text.split("\t")
    doubled = data.draw(st.sets(st.integers(0, len(cells) - 1), max_size=8))
    return "\t".join("\t" + cell if index in doubled else cell for index, cell in enumerate(cells))


def without_a_stretch(text: str, data: st.DataObject) -> str:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return text[:start] + text[end:]


def with_shuffled_cells(text: str, data: st.DataObject) -> str:
    cells = text.split("\t")
    first, second = data.draw(st.tuples(*[st.integers(0, len(cells) - 1)] * 2))
    cells[first], cells[second] = cells[second], cells[first]
    return "\t".join(cells)


def with_a_soup_inside(text: str, data: st.DataObject) -> str:
    place = data.draw(st.integers(0, len(text)))
    return text[:place] + data.draw(soups) + text[place:]


MUTATIONS: list[Callable[[str, st.DataObject], str]] = [
    without_lines,
    with_doubled_tabs,
    without_a_stretch,
    with_shuffled_cells,
    with_a_soup_inside,
]


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
@seeded(max_examples=60)
@given(st.sampled_from(sorted(DUMPS)), st.data())
def test_damaged_dump_is_accounted_for(
    mutate: Callable[[str, st.DataObject], str], name: str, data: st.DataObject
) -> None:
    read_text(mutate(DUMPS[name], data))


@seeded(max_examples=60)
@given(st.sampled_from(sorted(DUMPS)), st.data())
def test_truncated_dump_is_accounted_for(name: str, data: st.DataObject) -> None:
    content = DUMPS[name].encode()
    read_or_refuse(content[: data.draw(st.integers(0, len(content)))], "list.txt", GRAMMAR)


@seeded(max_examples=60)
@given(st.sampled_from(sorted(PACKAGES)), st.data())
def test_damaged_package_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = bytearray(PACKAGES[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
        content[place] ^= data.draw(st.integers(1, 255))
    del content[data.draw(st.integers(0, len(content)) | st.just(len(content))) :]
    read_or_refuse(bytes(content), "list.docx", GRAMMAR)


@seeded(max_examples=60)
@given(st.sampled_from(sorted(PACKAGES)), st.data())
def test_package_without_some_of_its_elements_is_accounted_for(name: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGES[name])) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    root = etree.fromstring(parts[MAIN_PART])
    elements = list(root.iterdescendants())
    for place in data.draw(st.lists(st.integers(1, len(elements) - 1), max_size=6)):
        holder = elements[place].getparent()
        if holder is not None:
            holder.remove(elements[place])
    parts[MAIN_PART] = etree.tostring(root)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, content)
    assert read_or_refuse(packed.getvalue(), "list.docx", GRAMMAR)


def test_lone_marks_and_huge_numbers_are_accounted_for() -> None:
    for text in (
        "\t",
        "\t\n\t",
        " \t",
        "《",
        "（",
        "1.",
        "第条",
        "①" * 50,
        "9" * 5000,
        "（" * 300,
        "《〈" * 200,
    ):
        read_text(f"序\t{text}\n\n\t序号\n\t{text}\n\n\t1\n\t{text}")


@pytest.mark.parametrize(
    "text",
    [
        "一、行政许可（2项）序号\n二、法律依据：序号",
        "1.问责依据：①《甲法》；②《乙法》\n" * 2 + "权力清单\n1.问责依据：①《甲法》；②《乙法》",
    ],
    ids=["labels-behind-headings", "labels-of-a-divided-cell-in-prose"],
)
def test_line_that_two_readings_claim_is_accounted_for(text: str) -> None:
    assert read_text(text)


def test_every_sample_has_both_kinds_of_list() -> None:
    assert DUMPS.keys() == PACKAGES.keys() == {folder.name for folder in SAMPLES.iterdir() if folder.is_dir()}
