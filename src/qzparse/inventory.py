"""This machine → what can be read on it, what is missing, and how to get it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import NamedTuple

from .catalogue import say
from .extract.office import find_program
from .source import Format

_OFFICE, _OCR = "LibreOffice", "qzparse[ocr]"
_READERS = {
    Format.TXT: (),
    Format.DOCX: ("python-docx",),
    Format.DOC: ("olefile",),
    Format.RTF: (_OFFICE,),
    Format.ODT: (_OFFICE,),
    Format.XLSX: ("lxml",),
    Format.XLS: ("olefile",),
    Format.ODS: ("lxml",),
    Format.HTML: ("lxml",),
    Format.MHTML: ("lxml",),
    Format.PDF: ("pypdfium2", "pdfplumber"),
    Format.OFD: ("lxml",),
    Format.IMAGE: (_OCR,),
}
EXTRAS = {
    "dask": ("distributed",),
    "duckdb": ("duckdb",),
    "ocr": ("numpy", "onnxruntime", "opencv-python-headless", "pillow", "rapidocr"),
}


class Ability(NamedTuple):
    """Something that this machine can do, or could: by what, and what to install where that is missing."""

    kind: str
    name: str
    by: tuple[str, ...]
    missing: tuple[str, ...]
    remedy: str = ""


def inventory(language: str) -> list[Ability]:
    """List formats and extras, and whether one file's memory can be kept within bounds here."""
    abilities = [_ability("format", one.value, readers, language) for one, readers in _READERS.items()]
    abilities += [_ability("extra", name, packages, language) for name, packages in EXTRAS.items()]
    limited = () if find_spec("resource") else ("setrlimit",)
    return [*abilities, Ability("limit", "--memory", ("setrlimit",), limited)]


def _ability(kind: str, name: str, by: tuple[str, ...], language: str) -> Ability:
    missing = tuple(one for one in by if not _is_there(one))
    remedy = ""
    if _OFFICE in missing:
        remedy = say("get-office", language)
    elif missing:
        wanted = f"qzparse[{name}]" if kind == "extra" else missing[0]
        remedy = f"pip install '{wanted}'"
    return Ability(kind, name, by, missing, remedy)


def _is_there(name: str) -> bool:
    if name == _OFFICE:
        return find_program() is not None
    if name == _OCR:
        return all(map(_is_there, EXTRAS["ocr"]))
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False
