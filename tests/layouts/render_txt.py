"""A page → the text dump of the seeds.

A line that starts with a tab opens a cell, other lines continue it; a blank line ends a row, two a table.
"""

from .pages import Block, Layout, Paragraph, Row, Table


def render_txt(layout: Layout) -> bytes:
    """Print a page as tab-led cells."""
    parts: list[str] = []
    for block, following in zip(layout.blocks, (*layout.blocks[1:], None), strict=True):
        parts.append(_table(block) + _table_end(following) if isinstance(block, Table) else _line(block))
    return ("".join(parts).rstrip("\n") + "\n").encode()


def _line(paragraph: Paragraph) -> str:
    return (" " if paragraph.torn else "") + paragraph.text + "\n"


def _table_end(following: Block | None) -> str:
    return "\n" if isinstance(following, Paragraph) and following.torn else "\n\n\n"


def _table(table: Table) -> str:
    rows = [_row(row) for row in table.rows]
    printed = rows[0]
    for row, text in zip(table.rows[1:], rows[1:], strict=True):
        printed += ("\n " if row.torn else "\n\n") + text
    return printed


def _row(row: Row) -> str:
    return "\n".join("\t" + cell.text for cell in row.cells)
