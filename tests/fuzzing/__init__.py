"""Lists of every format → mutants of them → what reading each ends in.

An execution ends well in a document whose trace proves itself, or in a typed refusal; any other exception, a worker that
dies, swells or runs out of time is a *fall*. A mutant is named by format, sample and seed, and is always the same.
"""

from __future__ import annotations

from .mutants import FORMATS, mutant_of
from .run import Fall, Tally, fuzz

__all__ = ["FORMATS", "Fall", "Tally", "fuzz", "mutant_of"]
