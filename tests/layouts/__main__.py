"""`python -m tests.layouts --family wide-txt --seed 3 --show`: one layout, its truth, and its reading.

`--table` prints figures per family over many seeds instead.
"""

import argparse
import json
import sys

from . import Comparison, Layout, build, compare, family_names, render
from .render_txt import render_txt

KINDS = (
    "item",
    "field",
    "mark",
    "duty",
    "entry",
    "citation",
    "case",
    "phone",
    "section",
    "document",
    "profile",
    "note",
)


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(prog="tests.layouts", description=__doc__)
    parser.add_argument("--family", choices=family_names(), help="the layout's family and format")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds the table takes")
    parser.add_argument("--show", action="store_true", help="print the layout and its truth")
    parser.add_argument("--table", action="store_true", help="print figures per family")
    asked = parser.parse_args()
    names = [asked.family] if asked.family else family_names()
    if asked.table:
        _print_table(names, range(asked.seed, asked.seed + asked.seeds))
        return
    for name in names:
        _print_layout(build(name, asked.seed), show=asked.show)


def _print_layout(layout: Layout, *, show: bool) -> None:
    lines = [f"{layout.family} {layout.seed}"]
    if show:
        lines += [render_txt(layout).decode(), json.dumps(layout.truth, ensure_ascii=False, indent=2)]
    try:
        lines += map(str, judge(layout).differences)
    except ImportError as missing:
        lines.append(f"not read: {missing}")
    _print(*lines)


def judge(layout: Layout) -> Comparison:
    """Read a layout with qzparse and compare."""
    from qzparse import dump, ingest

    document = ingest(render(layout), name=f"list.{layout.format.value}")
    return compare(layout, json.loads(dump(document, "json")))


def _print_table(names: list[str], seeds: range) -> None:
    _print(f"{'family':22}" + "".join(f"{kind[:8]:>9}" for kind in KINDS) + f"{'silent':>9}")
    for name in names:
        total = Comparison()
        for seed in seeds:
            total.add(judge(build(name, seed)))
        figures = "".join(f"{total.score_of(kind):9.4f}" for kind in KINDS)
        _print(f"{name:22}{figures}{len(total.silent):9}")


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
