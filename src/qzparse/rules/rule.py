"""What a rule is.

1. A rule is a function from `Evidence` to findings; the decorator gives it code, name, severity and wording,
   and registers nothing.
2. Its docstring has three paragraphs: what is found, why it matters to a reader of the list, what to do;
   and the same three in Chinese.
3. `bad` yields the code and `good` does not; both are run by the tests.
4. A rule of *reading* tells what `ingest` could not read plainly, and stands in the document; a rule of *checking*
   tells what is wrong in the list itself, and is asked by `check` alone: it may depend on a day and on law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..ledger import NoteKind
from ..models import Severity
from .evidence import Checking, Evidence, Finding

__all__ = ["Checking", "Evidence", "Finding", "Rule", "Snippet", "Wording", "checking", "rule"]


class Wording(NamedTuple):
    """A message, in both languages."""

    zh: str
    en: str


class Snippet(NamedTuple):
    r"""A small source: one row a line, ` | ` between cells, `⏎` for a line break in a cell or paragraph.

    A line without ` | ` is a paragraph; `✂` before a row says that a page seam ate what stood before it.
    With a name in `.docx` or `.xlsx` the text may be the body of a WordprocessingML document, the rows of a sheet.
    With a name in `.pdf` it is printed line by line, `\\f` between pages; `▨` is a page that is a picture, and `□` opens
    a line whose glyphs do not say which characters they are. An empty one stands for what is too large to show, or needs
    an extra.
    """

    text: str
    name: str = "list.txt"
    encoding: str = "utf-8"


Find = Callable[[Evidence], Iterable[Finding]]


class Rule(NamedTuple):
    """A defect that has a code for ever."""

    code: str
    severity: Severity
    says: Wording
    find: Find
    bad: Snippet
    good: Snippet
    answers: NoteKind | None = None
    checks: bool = False
    """Asked by `check` alone."""
    since: str = "0.1.0"
    """The version of qzparse that first asked it."""
    beyond: Find | None = None
    """What `check` finds of the same defect beyond what the passes noticed."""

    @property
    def name(self) -> str:
        """The defect in kebab case: `number-gap`."""
        return self.find.__name__.replace("_", "-")

    @property
    def family(self) -> str:
        """The three letters that name its file."""
        return self.code[:3]

    def paragraphs(self, language: str) -> tuple[str, ...]:
        """Tell what is found, why it matters and what to do, in `zh` or `en`."""
        told = [" ".join(paragraph.split()) for paragraph in (self.find.__doc__ or "").split("\n\n")]
        return tuple(told[3:] if language == "zh" else told[:3])


def rule(
    code: str,
    severity: Severity,
    says: Wording,
    *,
    bad: Snippet,
    good: Snippet,
    answers: NoteKind | None = None,
) -> Callable[[Find], Rule]:
    """Make a rule of reading of a function."""
    return lambda find: Rule(code, severity, says, find, bad, good, answers)


def checking(
    code: str, severity: Severity, says: Wording, *, bad: Snippet, good: Snippet
) -> Callable[[Find], Rule]:
    """Make a rule of checking of a function."""
    return lambda find: Rule(code, severity, says, find, bad, good, checks=True)
