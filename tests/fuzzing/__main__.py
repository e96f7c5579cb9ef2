"""`python -m fuzzing --executions 10000`: read mutants of every format, and tell which fell.

`--kind docx --seed 17 --show FILE` writes one mutant, and reads it in this process.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import FORMATS, fuzz, mutant_of
from .run import Fall, read_mutants


def main() -> int:
    """Read the command line, run, print a table."""
    parser = argparse.ArgumentParser(prog="fuzzing", description=__doc__)
    parser.add_argument("--kind", action="append", choices=FORMATS, help="which formats; all unless named")
    parser.add_argument("--executions", type=int, default=1000, help="how many mutants of each")
    parser.add_argument("--seed", type=int, default=0, help="the first mutant's number")
    parser.add_argument("--jobs", type=int, default=2, help="how many workers")
    parser.add_argument("--show", type=Path, help="write one mutant to this file and read it")
    asked = parser.parse_args()
    kinds = asked.kind or FORMATS
    if asked.show:
        asked.show.write_bytes(mutant_of(kinds[0], asked.seed)[0])
        sys.stdout.write(f"{read_mutants(kinds[0], asked.seed, 1)[0]!s}\n")
        return 0
    tally = fuzz(kinds, asked.seed, asked.executions, asked.jobs)
    for kind in kinds:
        fell = sum(fall.kind == kind for fall in tally.falls)
        sys.stdout.write(f"{kind:8}{tally.read[kind]:9} read{tally.refused[kind]:9} refused{fell:6} fell\n")
    told: dict[tuple[str, str], list[Fall]] = {}
    for fall in tally.falls:
        told.setdefault((fall.kind, fall.told.strip().splitlines()[-1][:100]), []).append(fall)
    for (kind, _), falls in told.items():
        sys.stdout.write(f"\n{kind}, {len(falls)} times, first mutant {falls[0].seed}:\n{falls[0].told}\n")
    sys.stdout.write(f"{tally.executions} executions, {len(tally.falls)} falls\n")
    return 1 if tally.falls else 0


if __name__ == "__main__":
    raise SystemExit(main())
