"""`grammar check`, `schema`, `rule`, `rules`, `laws`: what qzparse knows, without a list to read."""

from __future__ import annotations

import sys
from datetime import datetime

import typer

from qzparse.catalogue import say
from qzparse.errors import UsageError

from .door import guarded, worded
from .options import SCHEMAS, AsOf, Code, Grammar, Json, Language, Markdown, Overlays, Query, SchemaOf

family = typer.Typer()
_grammar_family = typer.Typer(help=worded("grammar-app"), no_args_is_help=True, rich_markup_mode=None)
family.add_typer(_grammar_family, name="grammar")


@_grammar_family.command("check", help=worded("grammar-check"))
def grammar_check(overlays: Overlays, *, lang: Language = None) -> None:
    """Validate overlays and run their examples; a fault names file and line."""
    with guarded(lang) as (_, voice):
        from qzparse.grammar import check_overlay
        from qzparse.lawbook import check_acts

        checked = [(overlay, *check_overlay(overlay)) for overlay in overlays]
        for overlay, words, patterns in checked:
            told = say("grammar-sound", voice.screen, name=overlay, words=words, patterns=patterns)
            typer.echo(told)
            if overlay.is_dir() and (acts := check_acts(overlay)):
                typer.echo(say("acts-sound", voice.screen, name=overlay, acts=acts))


@family.command(help=worded("schema"))
def schema(of: SchemaOf = "document") -> None:
    """Print the JSON Schema of the document, or of what `check` finds."""
    with guarded(None):
        from qzparse.findings import Inspection
        from qzparse.models import Document
        from qzparse.report import show_json
        from qzparse.validation import published

        if of not in SCHEMAS:
            raise UsageError("form", name=of, known=", ".join(SCHEMAS))
        show_json(published(Document if of == "document" else Inspection), sys.stdout)


@family.command(help=worded("rule"))
def rule(code: Code, *, lang: Language = None) -> None:
    """Tell what a rule finds, why it matters and what to do."""
    with guarded(lang) as (_, voice):
        from qzparse.report import show_rule
        from qzparse.rules.register import find_rule

        found = find_rule(code)
        if found is None:
            raise UsageError("rule", name=code)
        show_rule(found, voice.screen, sys.stdout)


@family.command(help=worded("rules"))
def rules(*, markdown: Markdown = False, lang: Language = None) -> None:
    """List all rules."""
    with guarded(lang) as (_, voice):
        from qzparse.report import show_rules
        from qzparse.rule_page import rule_page
        from qzparse.rules.register import ALL_RULES

        if markdown:
            sys.stdout.write(rule_page(ALL_RULES, voice.screen))
        else:
            show_rules(ALL_RULES, voice.screen, sys.stdout)


@family.command(help=worded("laws"))
def laws(
    query: Query, *, as_of: AsOf = None, json: Json = False, grammar: Grammar = None, lang: Language = None
) -> None:
    """Search the law book by title or number."""
    with guarded(lang) as (_, voice):
        from qzparse.grammar import load_grammar
        from qzparse.lawbook import law_book
        from qzparse.policy import TODAY, day_of
        from qzparse.report import show_json
        from qzparse.report.laws import laws_of, show_laws

        book = law_book(load_grammar(tuple(grammar or ())))
        asked = day_of(as_of or TODAY)
        day = str(datetime.now().astimezone().date() if asked == TODAY else asked)
        found = book.search(query)
        if not found:
            near = ", ".join(act.title for act, _ in book.near(query, len(query) // 2))
            raise UsageError("law", name=query, near=near or "—")
        if json:
            show_json(laws_of(found, day), sys.stdout)
        else:
            show_laws(found, book, day, voice.screen, sys.stdout)
