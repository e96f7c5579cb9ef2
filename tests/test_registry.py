from __future__ import annotations

import re
from collections import Counter
from datetime import date
from string import Formatter

import pytest
from snippets import bytes_of

from qzparse.grammar import load_grammar
from qzparse.ledger import NoteKind
from qzparse.models import Diagnostic
from qzparse.pipeline import examine, ingest, read
from qzparse.rules.register import ALL_RULES, find_rule
from qzparse.rules.rule import Checking, Rule, Snippet
from qzparse.source import source_of

AS_OF = date(2026, 11, 1)
RULES = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)


def found_in(snippet: Snippet, language: str = "zh") -> list[Diagnostic]:
    outcome = read(source_of(bytes_of(snippet), snippet.name), load_grammar(), language=language)
    checked = examine(outcome, Checking(load_grammar(), AS_OF), language=language)
    return [*outcome.document.diagnostics, *checked]


def test_codes_are_unique_sorted_and_well_formed() -> None:
    codes = [rule.code for rule in ALL_RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", code) for code in codes)
    assert len({rule.name for rule in ALL_RULES}) == len(ALL_RULES)


def test_every_kind_of_note_is_answered_by_exactly_one_rule() -> None:
    answered = Counter(rule.answers for rule in ALL_RULES if rule.answers)
    assert answered == dict.fromkeys(NoteKind, 1)


def test_no_file_has_more_than_twelve_rules() -> None:
    sizes = Counter(rule.find.__module__ for rule in ALL_RULES)
    assert max(sizes.values()) <= 12


@RULES
def test_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    assert len(rule.paragraphs("zh")) == len(rule.paragraphs("en")) == 3
    assert all(len(paragraph) > 10 and paragraph.endswith(".") for paragraph in rule.paragraphs("en"))
    assert all(len(paragraph) > 3 and paragraph.endswith("。") for paragraph in rule.paragraphs("zh"))
    assert not re.match(r"(no|bad|invalid)-", rule.name)
    assert re.search("[一-鿿]", rule.says.zh)
    assert not re.search("[一-鿿]", rule.says.en)


@RULES
def test_rule_words_both_languages_with_the_same_values(rule: Rule) -> None:
    chinese, english = ({field for _, field, _, _ in Formatter().parse(text) if field} for text in rule.says)
    assert {name.partition("!")[0] for name in chinese} == {name.partition("!")[0] for name in english}


@pytest.mark.parametrize("language", ["zh", "en"])
@RULES
def test_rule_reports_its_bad_snippet_in_full_words(rule: Rule, language: str) -> None:
    if not rule.bad.text:
        pytest.skip("what it reports is too large for a snippet")
    found = [one for one in found_in(rule.bad, language) if one.code == rule.code]
    assert found
    assert {one.severity for one in found} == {rule.severity}
    assert all("?" not in one.message and "{" not in one.message for one in found)


@RULES
def test_rule_is_silent_on_its_good_snippet(rule: Rule) -> None:
    assert rule.code not in [one.code for one in found_in(rule.good)]


@RULES
def test_find_rule_by_code_and_by_name(rule: Rule) -> None:
    assert find_rule(rule.code.lower()) is rule
    assert find_rule(rule.name) is rule


def test_find_rule_unknown_is_none() -> None:
    assert find_rule("NUM999") is None


def test_diagnostics_stand_in_the_order_of_their_places() -> None:
    rows = "序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n"
    item = "\n\n\t{}\n\t行政检查\n\t检查{}\n\t1.立案责任：甲。\n3.决定责任：乙。\n"
    document = ingest(f"\t{rows}{item.format(1, '一')}{item.format(3, '二')}".encode(), name="list.txt")
    found = [(one.code, one.item, one.field) for one in document.diagnostics]
    assert found == [
        ("NUM001", "1", "duties/1/number"),
        ("CNT020", "3", "number"),
        ("NUM001", "3", "duties/1/number"),
    ]
    spans = [one.span for one in document.diagnostics if one.span]
    assert spans == sorted(spans)
    assert [one.where.line for one in document.diagnostics if one.where] == [11, 14, 18]
