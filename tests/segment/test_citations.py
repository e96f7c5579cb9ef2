"""An entry's text → its citations."""

from __future__ import annotations

import time
from typing import Any

import pytest
from segment.reading import cases_of, grammar

from qzparse.excerpt import Excerpt
from qzparse.locators import RANGE_CAP
from qzparse.models import Article, Citation
from qzparse.segment.citations import read_citations, read_prose_citations


def _shown(citation: Citation) -> str:
    note = f" ({citation.note})" if citation.note else ""
    number = f" {{{citation.document_number}}}" if citation.document_number else ""
    chapter = f" 第{citation.chapter}章" if citation.chapter else ""
    places = ", ".join(map(_shown_place, citation.articles))
    return f"{citation.title}{note}{number}{chapter}" + (f" [{places}]" if places else "")


def _shown_place(place: Article) -> str:
    paragraph = f" p{place.paragraph}" if place.paragraph else ""
    inserted = f"+{place.inserted}" if place.inserted else ""
    return f"{place.article}{inserted}{paragraph}" + (f" i{place.item}" if place.item else "")


@pytest.mark.parametrize("case", cases_of("citations"))
def test_read_citations_case_gives_the_expected_laws(case: dict[str, Any]) -> None:
    excerpt = Excerpt.of(f"前\n{case['input']}\n后", 2, 2 + len(case["input"]))
    above = Citation(case["above"]) if "above" in case else None
    prose = case.get("prose")
    citations = (
        read_prose_citations(excerpt, grammar()) if prose else read_citations(excerpt, grammar(), above)
    )
    assert [_shown(citation) for citation in citations] == case["expected"]


def test_read_citations_twice_gives_records_of_ones_own() -> None:
    excerpt = Excerpt.of("《甲法》第五条")
    first = read_citations(excerpt, grammar())
    first[0].articles[0].article = 7
    first[0].title = "乙法"
    assert read_citations(excerpt, grammar()) == [Citation("甲法", articles=[Article(5)])]


def test_range_of_the_cap_is_filled() -> None:
    (citation,) = read_citations(Excerpt.of(f"《甲法》第1条至第{RANGE_CAP + 1}条"), grammar())
    assert [place.article for place in citation.articles] == list(range(1, RANGE_CAP + 2))


@pytest.mark.parametrize(
    "piece",
    [
        "《甲法》第五条、",
        "第五条、",
        "《",
        "《甲",
        "《甲《乙》",
        "《甲》（",
        "（",
        "。第五条：",
        "第五条\n",
        "《甲》的",
        "甲、",
        "第",
        "　",
    ],
)
@pytest.mark.parametrize("head", ["", "《甲法》", "《甲法》（", "《甲法》第五条"])
def test_read_citations_of_a_long_text_takes_linear_time(head: str, piece: str) -> None:
    def seconds(size: int) -> float:
        excerpt = Excerpt.of(head + piece * size)
        started = time.process_time()
        read_citations(excerpt, grammar())
        read_prose_citations(excerpt, grammar())
        return time.process_time() - started

    seconds(400)
    small = min(seconds(1000 + extra) for extra in range(3))
    assert min(seconds(8000) for _ in range(3)) < 8 * 4 * small + 0.05
