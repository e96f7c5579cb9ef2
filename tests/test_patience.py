"""No pattern runs away: shipped ones take time in proportion to a text, a user's own is stopped."""

import importlib
import pkgutil
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

import qzparse
from qzparse import ingest
from qzparse.errors import ExitCode, GrammarFault
from qzparse.grammar import Grammar, load_grammar

LONG, SHORT = 8_000, 1_000
"""Of a pattern that looks back at what it has seen, the longer text takes 64 times as long, not 8."""
MARGIN, UNNOTICED, PATIENCE = 24, 0.03, 5.0
ROUNDS = 10
ODD = ("一", " ", "（", "《", "第", "。", "1", "、", ".", "\t")
SEARCHED = frozenset(
    (
        "case-inline",
        "cell-cut",
        "cell-opens",
        "circled-inline",
        "document-number",
        "duty-inline",
        "entry-inline",
        "form-label",
        "heading-tail",
        "inner-bracket",
        "label-inline",
        "law",
        "limit-sign",
        "order-number",
        "phone",
        "phone-clause",
        "phone-sign",
        "place-token",
        "same-join",
        "section-tail",
        "stage-inline",
        "stage-join",
        "stage-sign",
        "stop",
        "title-year",
        "version-date",
    )
)
"""Patterns that are looked for anywhere in a text; all others must stand where one is asked for."""
BOUNDED = frozenset(("unit-tail", "piped._RULE", "tables._COUNT", "tables._MOVE", "markup._NUMBER"))
"""Patterns that are looked for in a few characters, or must match a whole line."""
SEARCHES = re.compile(r'pattern\(\s*"([a-z-]+)"\s*\)\.(?:search|finditer|findall|sub|split)\(')


def shapes_of(examples: list[str], seed: str) -> Iterator[str]:
    """Repeat pieces of what a pattern matches or nearly matches, behind the heads of others."""
    chance = random.Random(seed)
    shown = [example for example in examples if example] or ["一"]
    for _ in range(ROUNDS):
        example, head = chance.choice(shown), chance.choice(shown)
        start = chance.randrange(len(example))
        piece = example[start : start + chance.randint(1, 6)] + chance.choice(("", *ODD))
        yield head[: chance.randrange(len(head) + 1)] + "\0" + piece
    yield from ("\0" + mark for mark in ODD)


def text_of(shape: str, length: int) -> str:
    head, _, piece = shape.partition("\0")
    return head + (piece * length)[:length]


def seconds(pattern: regex.Pattern[str] | re.Pattern[str], text: str, verb: str) -> float:
    limit = {"timeout": PATIENCE} if isinstance(pattern, regex.Pattern) else {}
    spent = []
    for _ in range(2):
        start = time.process_time()
        for _ in (
            getattr(pattern, verb)(text, **limit) or ()
            if verb == "finditer"
            else [getattr(pattern, verb)(text, **limit)]
        ):
            pass
        spent.append(time.process_time() - start)
        if spent[-1] < UNNOTICED:
            break
    return min(spent)


def runaway_of(pattern: regex.Pattern[str] | re.Pattern[str], shapes: list[str], verb: str) -> list[str]:
    """List the shapes on which a pattern takes more than its share of time."""
    return [
        shape
        for shape in shapes
        if (taken := seconds(pattern, text_of(shape, LONG), verb)) > UNNOTICED
        and taken > UNNOTICED + MARGIN * seconds(pattern, text_of(shape, SHORT), verb)
    ]


@pytest.mark.parametrize("name", sorted(load_grammar().sources))
def test_shipped_pattern_takes_time_in_proportion(grammar: Grammar, name: str) -> None:
    matches, refusals = grammar.examples[name]
    shapes = list(shapes_of(matches + refusals, name))
    slips = {slip.name for slips in grammar.slips.values() for slip in slips}
    for verb in ("match", "finditer") if name in SEARCHED | slips else ("match", "fullmatch"):
        assert not runaway_of(grammar.pattern(name), shapes, verb), verb


def test_patterns_that_are_searched_are_listed() -> None:
    package = Path(qzparse.__file__).parent
    searched = {name for path in package.rglob("*.py") for name in SEARCHES.findall(path.read_text("utf-8"))}
    assert searched <= SEARCHED | BOUNDED
    assert set(load_grammar().sources) >= SEARCHED


def patterns_in_modules() -> Iterator[tuple[str, re.Pattern[str] | regex.Pattern[str]]]:
    for module in pkgutil.walk_packages(qzparse.__path__, "qzparse."):
        if "__main__" in module.name:
            continue
        try:
            members = vars(importlib.import_module(module.name))
        except ImportError:
            continue  # an extra that is not installed
        for name, value in members.items():
            if isinstance(value, (re.Pattern, regex.Pattern)) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


MODULES = dict(patterns_in_modules())


@pytest.mark.parametrize("name", sorted(MODULES))
def test_pattern_of_a_module_takes_time_in_proportion(name: str) -> None:
    pattern = MODULES[name]
    shapes = list(shapes_of([str(pattern.pattern), *re.findall(r"\w+", str(pattern.pattern))], name))
    is_bounded = ".".join(name.split(".")[-2:]) in BOUNDED
    for verb in ("match", "fullmatch") if is_bounded else ("match", "finditer"):
        assert not runaway_of(pattern, shapes, verb), verb


def test_pattern_of_a_user_that_runs_away_is_stopped_and_named(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "patterns:\n  - {name: contents-head, pattern: '(?:甲|甲)+乙', match: [甲乙], refuse: [甲]}\n",
        "utf-8",
    )
    laid = load_grammar((own,))
    with pytest.raises(GrammarFault) as caught:
        ingest(("甲" * 60).encode(), name="list.txt", grammar=laid)
    assert caught.value.exit_code is ExitCode.USAGE
    assert "contents-head" in caught.value.message("zh")
    assert "contents-head" in caught.value.message("en")


def test_pattern_of_a_user_is_used_as_the_shipped_one_is(tmp_path: Path, grammar: Grammar) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("patterns:\n  - {name: phone, pattern: '[0-9]++', match: ['1'], refuse: [甲]}\n", "utf-8")
    laid, text = load_grammar((own,)).pattern("phone"), "电话0329或12345。"
    assert [found.span() for found in laid.finditer(text)] == [(2, 6), (7, 12)]
    assert laid.sub("", text) == "电话或。"
    assert laid.split(text) == ["电话", "或", "。"]
    assert laid.search(text, 6) is not None
    assert laid.match(text) is None
    assert grammar.pattern("phone").search(text, 2, 4) is None
