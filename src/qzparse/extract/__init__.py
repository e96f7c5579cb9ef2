"""Bytes → transcript, by the reader of the format; a reader is imported when its format turns up."""

from __future__ import annotations

from dataclasses import replace

from qzparse.errors import UnknownFormat
from qzparse.ledger import Note, NoteKind
from qzparse.source import Format, Source
from qzparse.tokens import Transcript


def extract(source: Source) -> Transcript:
    """Read `source` into its text, the tokens that point into it, and the notes about both."""
    transcript = _read(source)
    if source.misnamed:
        note = Note(NoteKind.EXTENSION_WRONG, (0, 0), {"format": source.format.value})
        return replace(transcript, notes=(note, *transcript.notes))
    return transcript


def _read(source: Source) -> Transcript:
    match source.format:
        case Format.TXT:
            from .txt import read_txt

            return read_txt(source)
        case Format.DOCX:
            from .docx import read_docx

            return read_docx(source)
        case Format.DOC:
            return _read_doc(source)
        case Format.RTF | Format.ODT:
            from .office import read_office

            return read_office(source)
        case Format.HTML:
            from .html import read_html

            return read_html(source)
        case Format.XLSX:
            from .xlsx import read_xlsx

            return read_xlsx(source)
        case Format.XLS:
            from .xls import read_xls

            return read_xls(source)
        case Format.ODS:
            from .ods import read_ods

            return read_ods(source)
        case Format.MHTML:
            from .html import read_mhtml

            return read_mhtml(source)
        case Format.PDF:
            from .pdf import read_pdf

            return read_pdf(source)
        case Format.OFD:
            from .ofd import read_ofd

            return read_ofd(source)
        case Format.IMAGE:
            from .scan import read_image

            return read_image(source)
        case unread:
            raise UnknownFormat("unread", name=source.name, format=unread.value)


def _read_doc(source: Source) -> Transcript:
    """Read a Word document; what is older than our reader goes to LibreOffice."""
    from .doc import read_doc
    from .word_binary import OlderWord

    try:
        return read_doc(source)
    except OlderWord:
        from .office import read_office

        return read_office(source)
