"""A place → what machines call it: a URI, a line, a sentence that tells the rest."""

from __future__ import annotations

import re
from os import fsencode
from pathlib import Path, PurePath
from urllib.parse import quote

from qzparse.catalogue import say
from qzparse.findings import Spot

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def uri_of(file: str) -> str:
    """Name a file as a URI, below the present folder where it is named so.

    >>> uri_of("清单/a b.docx")
    '%E6%B8%85%E5%8D%95/a%20b.docx'
    """
    return Path(file).as_uri() if PurePath(file).is_absolute() else quote(fsencode(path_of(file)))


def path_of(file: str) -> str:
    """Name a file with slashes, whatever the system has."""
    return PurePath(file).as_posix()


def line_of(spot: Spot) -> int:
    """Give the line; 1 where the file has none."""
    return (spot.where.line if spot.where else None) or 1


def sentence_of(spot: Spot, language: str) -> str:
    """Tell what is wrong, where, and what to write instead."""
    told = say("sentence", language, message=spot.message, place=spot.told)
    if spot.suggested is not None:
        told += say("sentence-suggested", language, text=spot.suggested)
    return printable(told)


def printable(text: str) -> str:
    r"""Put a mark for every character that XML and terminals cannot carry.

    >>> printable("a\x1b[31m\n")
    'a�[31m\n'
    """
    return _UNPRINTABLE.sub("\ufffd", text)
