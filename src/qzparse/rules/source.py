"""SRC: the file and its format, before anything is read out of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_LIST = "某市某局权责清单\n序号 | 权力类型 | 权力项目名称\n1 | 行政检查 | 安全生产检查"
_PARAGRAPH = "<w:p><w:r><w:t>某市某局权责清单</w:t></w:r>{}</w:p>"


@rule(
    "SRC001",
    Severity.WARNING,
    Wording(
        "文件没有标明文字编码，按 {encoding} 读取；如有乱码请另存为 UTF-8",
        "the file does not say how its text is encoded; it was read as {encoding}",
    ),
    bad=Snippet("号：", encoding="gb18030"),
    good=Snippet(_LIST),
    answers=NoteKind.ENCODING_GUESSED,
)
def encoding_guessed(evidence: Evidence) -> Iterator[Finding]:
    """The text encoding was guessed, and other guesses were about as good.

    A wrong guess turns names and numbers into other, well-formed Chinese characters that nobody typed.

    Compare a line with the original; save the file as UTF-8 if it differs.

    文字编码是猜测的，其他猜测也差不多合适。

    猜错了，名称和数字会变成没有人写过的别的汉字。

    拿一行与原件对照；不一致时请把文件另存为 UTF-8。
    """
    return evidence.noted_in_document()


@rule(
    "SRC002",
    Severity.WARNING,
    Wording(
        "{count} 个字符无法识别，读作替代符号",
        "{count} characters could not be read and stand as replacement marks",
    ),
    bad=Snippet(_PARAGRAPH.format('<w:r><w:sym w:font="Strange" w:char="F001"/></w:r>'), "list.docx"),
    good=Snippet(_PARAGRAPH.format(""), "list.docx"),
    answers=NoteKind.CHARACTERS_REPLACED,
)
def characters_replaced(evidence: Evidence) -> Iterator[Finding]:
    """Some characters of the file belong to no encoding or font that is known.

    What they said is lost from the document, a number or a name perhaps.

    Look for the replacement mark in the document and type what the original shows.

    有些字符不属于任何已知的编码或字体。

    它们的内容在文档里丢失了，可能是数字或名称。

    在文档里找到替代符号，照原件录入。
    """
    return evidence.noted_in_document()


@rule(
    "SRC003",
    Severity.INFO,
    Wording(
        "扩展名与内容不符：按内容这是 {format} 文件",
        "the name's extension is not that of its content, which is {format}",
    ),
    bad=Snippet(_LIST, "list.pdf"),
    good=Snippet(_LIST),
    answers=NoteKind.EXTENSION_WRONG,
)
def extension_wrong(evidence: Evidence) -> Iterator[Finding]:
    """The file's name says another format than its bytes.

    It was read by its bytes; other programs may refuse it.

    Rename the file, or export it anew.

    文件的扩展名与内容的格式不同。

    已按内容读取；别的程序可能打不开。

    改正扩展名，或重新导出。
    """
    return evidence.noted_in_document()


@rule(
    "SRC004",
    Severity.WARNING,
    Wording(
        "文件含未接受的修订（插入 {insertions} 处，删除 {deletions} 处），按全部接受读取",
        "tracked changes ({insertions} insertions, {deletions} deletions) were read as accepted",
    ),
    bad=Snippet(_PARAGRAPH.format('<w:ins w:id="1"><w:r><w:t>（试行）</w:t></w:r></w:ins>'), "list.docx"),
    good=Snippet(_PARAGRAPH.format(""), "list.docx"),
    answers=NoteKind.REVISIONS_PRESENT,
)
def revisions_present(evidence: Evidence) -> Iterator[Finding]:
    """The file is a draft: changes are tracked in it and not yet accepted.

    What is published may be neither the text before nor the text after them.

    Accept or reject the changes and read the file again.

    文件是草稿，其中的修订尚未接受。

    正式公布的文本，可能既不是修订前的，也不是修订后的。

    接受或拒绝修订后再读取。
    """
    return evidence.noted_in_document()


@rule(
    "SRC005",
    Severity.WARNING,
    Wording(
        "文件包内有 {count} 处失效的引用，修复后读取",
        "{count} broken references inside the file were dropped before it was read",
    ),
    bad=Snippet(_PARAGRAPH.format(""), "broken.docx"),
    good=Snippet(_PARAGRAPH.format(""), "list.docx"),
    answers=NoteKind.PACKAGE_REPAIRED,
)
def package_repaired(evidence: Evidence) -> Iterator[Finding]:
    """The office file refers to parts that it does not hold.

    Its text was read whole, but a picture or a linked object is missing from it.

    Open it in the program that made it and save it anew.

    文件引用了它并不包含的部件。

    文字已完整读出，但缺少图片或链接的对象。

    用原来的程序打开并重新保存。
    """
    return evidence.noted_in_document()


@rule(
    "SRC006",
    Severity.INFO,
    Wording(
        "单元格内嵌有表格（{rows} 行），按单元格内的文字读取",
        "a table of {rows} rows stands inside a cell; it was read as the cell's text",
    ),
    bad=Snippet(
        "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        "list.docx",
    ),
    good=Snippet("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "list.docx"),
    answers=NoteKind.NESTED_TABLE,
)
def nested_table(evidence: Evidence) -> Iterator[Finding]:
    """A cell holds a table of its own.

    Its rows and columns are joined into lines, so what stood in one row is told apart only by order.

    Check the item's text against the original.

    单元格里嵌有表格。

    它的行列已连成文字行，原来同一行的内容只能靠次序分辨。

    对照原件核对这一项的文字。
    """
    return evidence.noted()


@rule(
    "SRC007",
    Severity.ERROR,
    Wording(
        "文件超出读取上限（{limit}），其余内容未读",
        "the file passes a limit ({limit}); the rest of it was not read",
    ),
    bad=Snippet(""),
    good=Snippet(_LIST),
    answers=NoteKind.LIMIT_REACHED,
)
def limit_reached(evidence: Evidence) -> Iterator[Finding]:
    """The file is larger or deeper than the reader goes.

    What stands beyond the limit is not in the document at all.

    Divide the file and read its parts.

    文件的大小或层次超出了读取的上限。

    超出部分完全不在文档里。

    把文件分成几份再读。
    """
    return evidence.noted_in_document()


@rule(
    "SRC008",
    Severity.WARNING,
    Wording("文件里没有找到任何权责事项", "no item of a list was found in the file"),
    bad=Snippet("关于召开会议的通知\n请各单位准时参加。"),
    good=Snippet(_LIST),
    answers=NoteKind.NOTHING_FOUND,
)
def nothing_found(evidence: Evidence) -> Iterator[Finding]:
    """The file holds neither items nor procedures.

    It is perhaps not a list, or laid out in a way that is not known; all its text is residue.

    Check that it is the right file; `qzparse explain` shows how it was read.

    文件里既没有事项，也没有流程图。

    它可能不是清单，也可能版式未知；全部文字都列为未解析。

    确认文件是否正确；qzparse explain 会说明是怎样读的。
    """
    return evidence.noted_in_document()


@rule(
    "SRC009",
    Severity.INFO,
    Wording(
        "转义符号“{mark}”按原样保留在文字里",
        "the escape `{mark}` stands in the text as it is printed",
    ),
    bad=Snippet('序号,权力类型,权力项目名称\n1,行政检查,"安全""双随机""检查"\n2,行政检查,防汛检查'),
    good=Snippet(_LIST),
    answers=NoteKind.ESCAPE_KEPT,
)
def escape_kept(evidence: Evidence) -> Iterator[Finding]:
    """A cell holds a doubled quote or an escaped bar, as the format needs it.

    A value repeats the source as it is, so the mark stands in the value too.

    Read the doubled quote as one, the escaped bar as a bar.

    单元格里有成对的引号或转义的竖线，是这种格式的写法。

    取值与原文逐字一致，所以这个符号也留在值里。

    读时把成对的引号当作一个，转义的竖线当作竖线。
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    encoding_guessed,
    characters_replaced,
    extension_wrong,
    revisions_present,
    package_repaired,
    nested_table,
    limit_reached,
    nothing_found,
    escape_kept,
)
