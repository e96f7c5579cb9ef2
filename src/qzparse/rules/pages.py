"""PAG: pages of printed files, and what they do not tell."""

from __future__ import annotations

from collections.abc import Iterator

from ..ledger import NoteKind
from ..models import Severity
from .rule import Evidence, Finding, Rule, Snippet, Wording, rule

_PAGE = "某市某局权责清单"
_GOOD = Snippet(_PAGE, "list.pdf")


@rule(
    "PAG001",
    Severity.ERROR,
    Wording(
        "第 {page} 页是扫描图像，没有文字，未读",
        "page {page} is a scan without text; it was not read",
    ),
    bad=Snippet(f"{_PAGE}\f▨", "list.pdf"),
    good=_GOOD,
    answers=NoteKind.PAGE_SCANNED,
)
def page_scanned(evidence: Evidence) -> Iterator[Finding]:
    """A page is a picture: it shows a text that the file does not hold.

    What the page shows is not in the document at all, and the items before and after it may be cut.

    Read the file with the extra qzparse[ocr], or ask for a file that was exported, not scanned.

    这一页是图片，上面的文字不在文件里。

    页上的内容完全不在文档中，前后的事项也可能被截断。

    安装 qzparse[ocr] 后再读，或索取导出而非扫描的文件。
    """
    return evidence.noted_in_document()


@rule(
    "PAG002",
    Severity.ERROR,
    Wording(
        "第 {page} 页已损坏，无法读取",
        "page {page} is damaged and could not be read",
    ),
    bad=Snippet(_PAGE, "missing.pdf"),
    good=_GOOD,
    answers=NoteKind.PAGE_UNREAD,
)
def page_unread(evidence: Evidence) -> Iterator[Finding]:
    """A page cannot be read by either of the two readers.

    What stands on it is not in the document at all.

    Open the file, see whether the page shows, and export it anew.

    两种读取方法都读不了这一页。

    页上的内容完全不在文档中。

    打开文件看这一页能否显示，再重新导出。
    """
    return evidence.noted_in_document()


@rule(
    "PAG003",
    Severity.INFO,
    Wording(
        "第 {page} 页改由 pdfplumber 读取",
        "page {page} was read by pdfplumber instead",
    ),
    bad=Snippet(f"{_PAGE}\n\ue000", "list.pdf"),
    good=_GOOD,
    answers=NoteKind.PAGE_REREAD,
)
def page_reread(evidence: Evidence) -> Iterator[Finding]:
    """The fast reader would have lost glyphs of a page, so a slower one read it.

    The text is whole; only the time is lost, and where fonts are missing the places of glyphs are a guess.

    Export the file with its fonts embedded if it is read often.

    快速读取会丢失这一页的字形，因此改用较慢的方法。

    文字完整，只是费时；缺少字体时，字的位置是估计的。

    经常读取的文件，请嵌入字体后导出。
    """
    return evidence.noted_in_document()


@rule(
    "PAG004",
    Severity.ERROR,
    Wording(
        "第 {page} 页有 {count} 个字没有标明是什么字",
        "page {page} has {count} glyphs that do not say which characters they are",
    ),
    bad=Snippet(f"{_PAGE}\n□安全生产检查", "list.pdf"),
    good=_GOOD,
    answers=NoteKind.GLYPHS_UNMAPPED,
)
def glyphs_unmapped(evidence: Evidence) -> Iterator[Finding]:
    """A font of the file shows glyphs without saying which characters they stand for.

    A person sees the text, a program does not: replacement marks stand in its place.

    Read the page with the extra qzparse[ocr], or export the file anew with another program.

    文件的字体只画字形，没有说明是什么字。

    人能看到文字，程序看不到，原处是替代符号。

    安装 qzparse[ocr] 后再读，或换一个程序重新导出。
    """
    return evidence.noted_in_document()


@rule(
    "PAG005",
    Severity.WARNING,
    Wording(
        "文件的目录已损坏，按内容重建后读取；请核对页数",
        "the file's table of contents is damaged and was rebuilt; check that no page is missing",
    ),
    bad=Snippet(_PAGE, "broken.pdf"),
    good=_GOOD,
    answers=NoteKind.FILE_REPAIRED,
)
def file_repaired(evidence: Evidence) -> Iterator[Finding]:
    """The table that tells where the file's parts stand is wrong.

    It was rebuilt from the parts that were found; what is missing cannot be known.

    Compare the number of pages with the original, and export the file anew.

    文件内部的位置表有误。

    已根据找到的部分重建；缺了什么无从知道。

    与原件核对页数，重新导出。
    """
    return evidence.noted_in_document()


@rule(
    "PAG006",
    Severity.INFO,
    Wording(
        "第 {page} 页是图像，文字（{count} 字）由识别得出",
        "page {page} is a picture; its text ({count} characters) was recognised",
    ),
    bad=Snippet(""),
    good=_GOOD,
    answers=NoteKind.TEXT_RECOGNISED,
)
def text_recognised(evidence: Evidence) -> Iterator[Finding]:
    """A page is a picture, and its text was recognised from it.

    On a clear page hardly a character is wrong; on a bad copy one in a hundred is, and no rule sees a likely wrong one.

    Check names, numbers and codes against the picture before relying on them.

    这一页是图片，文字是从图片上识别出来的。

    清晰的页面几乎无错；模糊的复印件约百字一错，似是而非的错字没有规则能发现。

    使用前请对照原图核对名称、数字和编码。
    """
    return evidence.noted_in_document()


@rule(
    "PAG007",
    Severity.WARNING,
    Wording(
        "识别把握不足（{percent}%）：{text}",
        "recognised with little certainty ({percent} %): {text}",
    ),
    bad=Snippet(""),
    good=_GOOD,
    answers=NoteKind.RECOGNITION_DOUBTFUL,
)
def recognition_doubtful(evidence: Evidence) -> Iterator[Finding]:
    """A cell or paragraph holds a character that was recognised with little certainty.

    About one such character in three is wrong: another one that looks like it stands in the document.

    Compare the text with the picture, character by character.

    单元格或段落里有识别把握不足的字。

    这样的字约三个错一个，文档里写成了形近的另一个字。

    请对照原图逐字核对。
    """
    return evidence.noted()


RULES: tuple[Rule, ...] = (
    page_scanned,
    page_unread,
    page_reread,
    glyphs_unmapped,
    file_repaired,
    text_recognised,
    recognition_doubtful,
)
