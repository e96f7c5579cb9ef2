"""A page → a docx package whose tables carry real gridSpan and vMerge."""

from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml

from .pages import Block, Cell, Layout, Merge, Paragraph, Row

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MERGES = {Merge.NONE: "", Merge.TOP: '<w:vMerge w:val="restart"/>', Merge.BELOW: "<w:vMerge/>"}


def render_docx(layout: Layout) -> bytes:
    """Print a page as a Word document."""
    document = Document()
    body = document.element.body
    markup = "".join(_block(block) for block in layout.blocks)
    for element in list(parse_xml(f'<w:body xmlns:w="{_NAMESPACE}">{markup}</w:body>')):
        body.insert(len(body) - 1, element)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block.text)
    width = max(sum(cell.span for cell in row.cells) for row in block.rows)
    columns = '<w:gridCol w:w="1400"/>' * width
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(map(_row, block.rows))}</w:tbl><w:p/>"


def _row(row: Row) -> str:
    return f"<w:tr>{''.join(map(_cell, row.cells))}</w:tr>"


def _cell(cell: Cell) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    paragraphs = "".join(map(_paragraph, cell.text.split("\n")))
    width = f'<w:tcW w:w="{1400 * cell.span}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{span}{_MERGES[cell.merge]}</w:tcPr>{paragraphs}</w:tc>"


def _paragraph(text: str) -> str:
    if not text:
        return "<w:p/>"
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
