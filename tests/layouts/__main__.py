"""`python -m tests.layouts --family wide-txt --seed 3 --show`: one layout, its truth, and its reading.

`--table` prints figures per family over many seeds instead; `--report` writes the page docs/unseen.md.
"""

import argparse
import json
import sys
from collections.abc import Iterator

from . import Comparison, Layout, build, compare, family_names, render
from .doubts import Trust, trust_of
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
    parser.add_argument("--report", action="store_true", help="write the page on lists that nobody has seen")
    asked = parser.parse_args()
    names = [asked.family] if asked.family else family_names()
    seeds = range(asked.seed, asked.seed + asked.seeds)
    if asked.report:
        _print(*report_of(names, seeds))
        return
    if asked.table:
        _print_table(names, seeds)
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
    return measure(layout)[0]


def measure(layout: Layout) -> tuple[Comparison, Trust]:
    """Read a layout with qzparse; compare, and count what can be trusted."""
    from qzparse import dump, ingest

    document = ingest(render(layout), name=f"list.{layout.format.value}")
    read = json.loads(dump(document, "json"))
    comparison = compare(layout, read)
    return comparison, trust_of(layout, read, comparison)


def _totals(name: str, seeds: range) -> tuple[Comparison, Trust]:
    total, trust = Comparison(), Trust()
    for seed in seeds:
        comparison, own = measure(build(name, seed))
        total.add(comparison)
        trust.add(own)
    return total, trust


def _print_table(names: list[str], seeds: range) -> None:
    heads = "".join(f"{kind[:8]:>9}" for kind in KINDS)
    _print(f"{'family':22}{heads}{'silent':>9}{'fields':>9}{'silent%':>9}{'doubt%':>9}{'undue%':>9}")
    for name in names:
        total, trust = _totals(name, seeds)
        figures = "".join(f"{total.score_of(kind):9.4f}" for kind in KINDS)
        shares = "".join(f"{trust.share(one) * 100:9.2f}" for one in ("silent", "doubted", "undue"))
        _print(f"{name:22}{figures}{len(total.silent):9}{trust.fields:9}{shares}")


def report_of(names: list[str], seeds: range) -> Iterator[str]:
    """Write the page: what was measured, and a row of figures for each family."""
    yield PAGE.format(families=len(names), seeds=len(seeds), option=f"--seeds {len(seeds)}")
    shown = ("item", "field", "duty", "entry", "citation")
    yield (
        "| family | fields | " + " | ".join(f"{kind} F1" for kind in shown) + " | silent | doubted | undue |"
    )
    yield "|---|--:|" + "--:|" * (len(shown) + 3)
    everything = Trust()
    for name in names:
        total, trust = _totals(name, seeds)
        everything.add(trust)
        scores = " | ".join(f"{total.score_of(kind):.4f}" for kind in shown)
        yield f"| {name} | {trust.fields} | {scores} | {_shares(trust)} |"
    yield f"| **all** | {everything.fields} |" + " |" * len(shown) + f" {_shares(everything)} |"


def _shares(trust: Trust) -> str:
    return " | ".join(f"{trust.share(one) * 100:.2f} %" for one in ("silent", "doubted", "undue"))


PAGE = """# Lists that nobody has seen

How far a document can be trusted is measured on invented lists: {families} families of layouts, {seeds} lists of
each, their words drawn from the vocabulary and, for some, from words that are in no grammar. Every list comes with
its truth. This page is written by

```sh
PYTHONPATH=src:tests python -m layouts --report {option} > docs/unseen.md
```

A *field* is one field of one item, a legal basis or a list of duties with all its parts. *Silent* is the share of
fields that are wrong, with no diagnostic that points at them (the aim is 0). *Doubted* is the share of right fields
that a warning or an error points at. Most of these are *due*: the layout gives cause, such as a number that runs on in
its line, a row that a page break tore, a stage in invented words, a row whose separators are lost. *Undue* is the share
of right fields that are doubted without such a cause (the aim is at most 2 %). Infos tell what was inherited and raise
no doubt. Cause is decided by the truth and the printed text alone (`tests/layouts/doubts.py`), never by what was read.
"""


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
