"""Header cells, or the contents below them → the field that each column most likely holds.

Where words name a column the words decide. Where they do not, an alignment of the columns with the genre's usual
order of fields does, by content: each field once, going back in the order at a cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..excerpt import Excerpt
from ..grammar import FieldWord, Grammar
from ..ledger import Likely, Shown
from .content import FIELDS_BY_CONTENT, TELLING_TRAITS, Trait, expected_of
from .heads import label_text

CLEAR_UNDER_HEADER = 2.5
"""Under a header that nobody knows, among ones that are known, a field must lead the second best by so much, in
log-likelihood per cell: the header's own words are worth keeping."""
TELLING = frozenset(TELLING_TRAITS) - {"legal_limit", "promised_limit", "service_phone", "place"}
"""Fields whose cells tell them; others can be anything short, or one of two that hold the same."""
_UNMISTAKABLE = frozenset(
    ("number", "code", "type", "basis", "duties", "duty_basis", "accountability", "accountability_basis")
)
"""Fields that content may name beside headers that are known: an unknown one there has a meaning of its own."""
_SHOWN = 2.5
"""One filled cell in so many must show its field's telling trait."""
_BACKWARDS = 4.0
"""What it costs to go back in the genre's order of columns."""
_RANK = {field: place for place, field in enumerate(FIELDS_BY_CONTENT)}
_UNNAMED = ""
_UNLIKELY = -6.0
"""A column that fits no free field better than this stays unnamed."""
_ALIKE = (
    frozenset(("basis", "duty_basis", "accountability_basis")),
    frozenset(("legal_limit", "promised_limit")),
    frozenset(("oversight", "service_phone")),
    frozenset(("authority", "unit")),
    frozenset(("subitem", "remarks", "exemption")),
    frozenset(("name", "subitem")),
)
"""Fields that content alone cannot tell apart: among them, the order of the columns decides."""


def word_of(stack: Sequence[Excerpt], grammar: Grammar) -> FieldWord | None:
    """Name a column by its header: the leaf's word, else the leaf's word together with the label above it."""
    if not stack:
        return None
    leaf = grammar.field_of(label_text(stack[-1]))
    if leaf or len(stack) == 1:
        return leaf
    for joined in (stack[-2].text + stack[-1].text, stack[-1].text + stack[-2].text):
        known = grammar.field_of(joined)
        if known:
            return known
    return grammar.field_of(label_text(stack[-2]))


def likely_fields(labels: Sequence[Sequence[Excerpt]], grammar: Grammar) -> list[str]:
    """Name columns by their headers, as far as words go; unnamed columns are empty strings."""
    words = [word_of(stack, grammar) for stack in labels]
    return [word.field.partition("+")[0] if word else _UNNAMED for word in words]


_Link = tuple["_Link", str] | None
"""A path's last field, behind the path up to there: longer paths share their beginnings."""
_Paths = dict[str, tuple[float, frozenset[str], _Link]]
"""By the last field named, the best way there: its score and the fields of the columns so far."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A column's field by content: its score, and its lead over the second best."""

    field: str
    score: float
    lead: float


def guess_fields(
    columns: Sequence[Sequence[int]], known: Sequence[str], *, headed: bool
) -> list[Guess | None]:
    """Name the columns that words do not name, by their cells' traits and their order; None where it is not clear.

    `columns` holds the traits of each column's cells, `known` the fields that words have given, or "".
    """
    free = [field for field in FIELDS_BY_CONTENT if field not in known]
    fits = [{} if known[place] else _fits(cells, free) for place, cells in enumerate(columns)]
    chosen = _in_order(fits, known)
    if not {"duties", "basis"} & {*chosen, *known}:
        # The basis of duties that no column prints is the basis of the power.
        chosen = ["basis" if field == "duty_basis" else field for field in chosen]
    allowed = _allowed(known, headed=headed)
    most_known = sum(map(bool, known)) * 2 >= len(known)
    lead = CLEAR_UNDER_HEADER if headed and most_known else 0.0 if headed else float("-inf")
    leads = {"name": 0.0}  # a list has names: what is likelier a name than anything else is one
    guesses = [
        _guess(fits[place], field) if field and not known[place] else None
        for place, field in enumerate(chosen)
    ]
    return [
        guess if guess and guess.field in allowed and guess.lead >= leads.get(guess.field, lead) else None
        for guess in guesses
    ]


def find_likely(cells: Sequence[int], guess: Guess | None, known: Sequence[str]) -> Likely | None:
    """Say what a column's cells alone make of it, whether or not that names it; None where none is filled."""
    filled = [traits for traits in cells if not traits & Trait.BLANK]
    if not filled:
        return None
    free = [field for field in FIELDS_BY_CONTENT if field not in known or (guess and field == guess.field)]
    scores = _fits(cells, free)
    first, second, *_ = sorted(scores, key=lambda field: -scores[field])
    if guess and guess.field in scores and guess.field != first:
        first, second = guess.field, first
    kinds = Counter(filled)
    counts = {
        trait: sum([count for traits, count in kinds.items() if traits & bit])
        for trait, bit in vars(Trait).items()
        if isinstance(bit, int) and bit != Trait.BLANK
    }
    telling = TELLING_TRAITS.get(first, 0)
    order = sorted(counts, key=lambda trait: (getattr(Trait, trait) != telling, -counts[trait]))
    shown = tuple(Shown(trait.lower(), counts[trait], len(filled)) for trait in order if counts[trait])
    return Likely(first, second, guess.lead if guess else scores[first] - scores[second], shown)


def are_alike(field: str, other: str) -> bool:
    """Tell whether two fields are the same, or hold what content alone cannot tell apart."""
    return field == other or any(field in group and other in group for group in _ALIKE)


def is_between(field: str, before: str, after: str) -> bool:
    """Tell whether the genre's usual order puts a field behind `before` and ahead of `after`; unknown ones decide nothing.

    >>> is_between("duties", "basis", "remarks"), is_between("duties", "remarks", "")
    (True, False)
    """
    own = _RANK.get(field)
    return own is not None and _RANK.get(before, -1) < own < _RANK.get(after, len(_RANK))


def _allowed(known: Sequence[str], *, headed: bool) -> frozenset[str]:
    """Say which fields content may name: all without a header, few among headers that are known."""
    if not headed:
        return frozenset(FIELDS_BY_CONTENT)
    most_known = sum(map(bool, known)) * 2 >= len(known)
    return (_UNMISTAKABLE if most_known else TELLING) | ({"name"} - set(known))


def _fits(cells: Sequence[int], fields: Sequence[str]) -> dict[str, float]:
    """Score a column for each of the fields; one whose telling trait it never shows is unlikely to be held there."""
    if not cells:
        return dict.fromkeys(fields, -10.0)
    counts = Counter(cells)
    filled = {traits: count for traits, count in counts.items() if not traits & Trait.BLANK}
    total = sum(filled.values())
    fits = {}
    for field in fields:
        score_of, told = expected_of(field).score, TELLING_TRAITS.get(field)
        scores = {traits: score_of(traits) for traits in counts}
        score = sum([scores[traits] for traits in cells]) / len(cells)
        if told:
            shown = sum([count for traits, count in filled.items() if traits & told])
            score += 0.0 if shown * _SHOWN >= total > 0 else _UNLIKELY
        fits[field] = score
    return fits


def _in_order(fits: Sequence[dict[str, float]], known: Sequence[str]) -> list[str]:
    """Choose a field per column so that likelihoods and order together are best; no field is used twice in a row.

    For each last field the best path is kept: its score, the fields on it, and its links.
    """
    paths: _Paths = {_UNNAMED: (0.0, frozenset(), None)}
    for place, fit in enumerate(fits):
        following: _Paths = {}
        options = fit or {known[place]: 0.0}
        for last, path in paths.items():
            if fit:
                _keep_better(following, last, path[0] + _UNLIKELY, path, _UNNAMED)
            behind = _RANK.get(last, -1)
            for field, likelihood in options.items():
                if fit and field in path[1]:
                    continue
                back = behind > _RANK.get(field, len(_RANK))
                _keep_better(
                    following, field, path[0] + likelihood - (_BACKWARDS if back else 0.0), path, field
                )
        paths = following
    fields = []
    _, _, link = max(paths.values(), key=lambda path: path[0])
    while link:
        link, field = link
        fields.append(field)
    return fields[::-1]


def _keep_better(
    paths: _Paths, last: str, score: float, path: tuple[float, frozenset[str], _Link], field: str
) -> None:
    known = paths.get(last)
    if known is None or known[0] < score:
        used = path[1] if field in path[1] or not field else path[1] | {field}
        paths[last] = (score, used, (path[2], field))


def _guess(fit: dict[str, float], field: str) -> Guess:
    alike = frozenset((field,)).union(*(group for group in _ALIKE if field in group))
    others = [score for name, score in fit.items() if name not in alike]
    return Guess(field, fit[field], fit[field] - max(others, default=fit[field] - 10))
