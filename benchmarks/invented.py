"""A number of items → an invented list of so many, as a text dump, a Word document, a workbook or a web page.

1. An item has about 2,200 characters in twelve columns, as items of real lists have; no two items are alike.
2. About half of an item's laws repeat others word for word, as they do in real lists; the rest are cited once.
3. A list is written row by row and never held whole.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

_HEADER = (
    "序号",
    "权力类型",
    "权力项目名称",
    "实施主体",
    "承办机构",
    "实施依据",
    "责任事项",
    "责任事项依据",
    "追责情形",
    "追责依据",
    "免责事项",
    "备注",
)
_TITLE = "云岭县山水局权责清单"
_TYPES = ("行政许可", "行政处罚", "行政强制", "行政检查", "行政确认", "行政奖励", "行政裁决", "其他行政权力")
_THINGS = (
    "竹林",
    "水渠",
    "山道",
    "茶园",
    "古井",
    "石桥",
    "鱼塘",
    "苗圃",
    "溪流",
    "果园",
    "湿地",
    "驿站",
    "梯田",
)
_DEEDS = ("采伐", "占用", "改建", "经营", "运输", "命名", "修缮", "登记", "迁移", "养护", "开放")
_OFFICES = ("山林管理科", "水务管理科", "法规与监督科", "行政审批科", "综合执法大队")
_STAGES = ("受理", "审查", "决定", "送达", "事后监管", "执行")
_GROUNDS = (
    "符合法定条件而不予受理，或者不说明理由的",
    "不符合法定条件而予以受理并作出决定的",
    "违反法定权限、条件和程序，给公民、法人合法权益造成损害的",
    "在办理过程中索取或者收受他人财物，或者谋取其他利益的",
    "不依法履行监督职责或者监督不力，造成严重后果的",
    "隐瞒事实、提供虚假材料或者拒绝提供有关情况的",
    "其他违反法律法规规章规定的行为",
)
_MUST = (
    "应当在申请之日起{days}个工作日内向{office}提出书面申请，并提交{thing}{deed}的位置、范围、期限和用途等材料",
    "由县级以上人民政府{thing}主管部门责令限期改正，恢复原状；逾期不改正的，处以所涉{thing}价值{days}倍以下的罚款",
    "应当对{thing}{deed}的情况进行现场核查，核查人员不得少于两人，并如实记录核查的时间、地点、内容和结果",
    "任何单位和个人不得擅自从事{thing}的{deed}；确需{deed}的，应当采取必要的保护措施，接受{office}的监督检查",
)
_DIGITS = "零一二三四五六七八九"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org"
_TYPED = (
    f'{_XML}<Types xmlns="{_OFFICE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATED = (
    f'{_XML}<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_FONT = '<w:rPr><w:rFonts w:ascii="Song" w:hAnsi="Song" w:eastAsia="Song"/><w:sz w:val="14"/></w:rPr>'
_OPEN = (
    f'{_XML}<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main"><w:body>'
    f"<w:p><w:r>{_FONT}<w:t>{_TITLE}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid>"
    + '<w:gridCol w:w="1400"/>' * len(_HEADER)
    + "</w:tblGrid>"
)
_CLOSE = "</w:tbl><w:sectPr/></w:body></w:document>"


def write_list(path: Path, items: int) -> None:
    """Write a list of `items` as what the suffix of `path` says: txt, docx, xlsx or html."""
    _WRITERS[path.suffix](path, items)


def _write_txt(path: Path, items: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{_TITLE}\n")
        for row in _iter_rows(items):
            file.write("".join("\t" + cell.replace("\n", "\n\n") + "\n" for cell in row) + "\n")


def _write_html(path: Path, items: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><h1>{_TITLE}</h1><table>')
        for row in _iter_rows(items):
            cells = "".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row)
            file.write(f"<tr>{cells}</tr>\n")
        file.write("</table></body></html>")


def _write_xlsx(path: Path, items: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([_TITLE])
    for row in _iter_rows(items):
        sheet.append(row)
    book.save(path)


def _write_docx(path: Path, items: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPED)
        package.writestr("_rels/.rels", _RELATED)
        with package.open("word/document.xml", "w") as part:
            part.write(_OPEN.encode())
            for row in _iter_rows(items):
                part.write(f"<w:tr>{''.join(map(_cell_of, row))}</w:tr>".encode())
            part.write(_CLOSE.encode())


def _cell_of(text: str) -> str:
    paragraphs = "".join(
        f'<w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r>{_FONT}<w:t>{line}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="1400"/></w:tcPr>{paragraphs}</w:tc>'


def _iter_rows(items: int) -> Iterator[tuple[str, ...]]:
    """Yield the header, then the row of each item."""
    yield _HEADER
    for index in range(items):
        office = _OFFICES[index % len(_OFFICES)]
        kind = _TYPES[index % len(_TYPES)]
        yield (
            str(index + 1),
            kind,
            f"对{_thing(index)}{_deed(index)}的{kind}（第{index // 143 + 1}类）",
            "云岭县山水局",
            office,
            _laws(index * 6, 3),
            _duties(index, office),
            _laws(index * 6 + 1, 5),
            _cases(index),
            _laws(index % 4, 3),
            "法律法规规定的免责情形。",
            "",
        )


def _laws(index: int, count: int) -> str:
    return "\n".join(f"{place}.{_law(index + place)}" for place in range(1, count + 1))


def _law(index: int) -> str:
    kind, rank = (("法律", "法"), ("行政法规", "管理条例"), ("部门规章", "管理办法"))[index % 3]
    year, article = 1985 + index % 35, _numeral(index % 97 + 1)
    return f"【{kind}】《{_thing(index)}{rank}》（{year}年修订）第{article}条：{_text(index)}；{_text(index + 1)}。"


def _text(index: int) -> str:
    office = _OFFICES[index % len(_OFFICES)]
    wording = _MUST[index % len(_MUST)]
    return wording.format(days=index % 27 + 3, office=office, thing=_thing(index), deed=_deed(index))


def _duties(index: int, office: str) -> str:
    return "\n".join(
        f"{place}.{stage}责任（{office}）：{_text(index + place)}。"
        for place, stage in enumerate(_STAGES, start=1)
    )


def _cases(index: int) -> str:
    lead = "因不履行或者不正确履行行政职责，有下列情形的，行政机关及相关工作人员应当承担相应责任："
    grounds = (f"{place}.{ground}；" for place, ground in enumerate(_GROUNDS[index % 2 :], start=1))
    return "\n".join((lead, *grounds))


def _thing(index: int) -> str:
    return _THINGS[index % len(_THINGS)]


def _deed(index: int) -> str:
    return _DEEDS[index % len(_DEEDS)]


def _numeral(value: int) -> str:
    """Write a number below 100 in Chinese: 27 is 二十七."""
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


_WRITERS: dict[str, Callable[[Path, int], None]] = {
    ".txt": _write_txt,
    ".docx": _write_docx,
    ".xlsx": _write_xlsx,
    ".html": _write_html,
}
