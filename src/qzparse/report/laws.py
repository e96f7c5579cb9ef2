"""Acts of the law book → words for a person, or plain values for a machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TextIO

from ..catalogue import say, word_of
from ..lawbook import Act, LawBook


def show_laws(acts: Sequence[Act], book: LawBook, day: str, language: str, stream: TextIO) -> None:
    """Tell of each act its kind, its state on a day and its versions, the latest first."""
    for act in acts:
        state = word_of("state", act.status(day), language)
        parts = (act.title, act.kind, state, *([" / ".join(act.aliases)] if act.aliases else []))
        stream.write("  ".join(filter(None, parts)) + "\n")
        if act.ending:
            key = "law-ended" if act.ending.sure else "law-ended-perhaps"
            stream.write(f"  {say(key, language, on=act.ending.on or '?', by=act.ending.by or '?')}\n")
        current = act.version_on(day)
        for event in reversed(act.history):
            told = f"{event.date or '?'} {event.action} {event.order}".rstrip()
            since = say("law-since", language, day=event.effective) if event.effective else ""
            mark = "*" if event == current and not act.ended(day) else " "
            stream.write(f"  {mark} {told}{since}\n")
        grades = (
            word_of("sure", grade, language) for grade in (act.history_confidence, act.currency_confidence)
        )
        stream.write(
            f"  {say('law-sure', language, grades=' / '.join(grades), sources=', '.join(act.sources))}\n"
        )
    stream.write(say("law-known", language, until=book.known_until, day=day, found=len(acts)) + "\n")


def laws_of(acts: Sequence[Act], day: str) -> list[dict[str, Any]]:
    """Give acts as plain values, each with its state on a day."""
    return [
        {
            **act._asdict(),
            "history": [event._asdict() for event in act.history],
            "ending": act.ending._asdict() if act.ending else None,
            "status": act.status(day),
        }
        for act in acts
    ]
