"""The law book: acts by their titles, and how their versions number articles.

1. A title is looked up by its key: with or without 中华人民共和国, by its short titles, in any width.
2. An act whose title was given to a later one is kept behind it.
3. An act that only took the place of another is known by its title alone, and is no misspelling of it.
4. What a user's table says of an act takes the place of what the shipped one says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .acts import Act, Event, Numbering
from .titles import TRIAL, Near, key_of, nearest


class LawBook:
    """Acts, looked up by title."""

    def __init__(
        self, acts: Iterable[Act], numberings: Iterable[Numbering] = (), known_until: str = ""
    ) -> None:
        self.known_until = known_until
        """The month in which the shipped facts were gathered."""
        self._acts: dict[str, Act] = {}
        self._namesakes: dict[str, Act] = {}
        self._aliases: dict[str, str] = {}
        self._successors: dict[str, Act] = {}
        self._numberings: dict[tuple[str, str], Numbering] = {}
        for act in acts:
            self._add(act)
        for act in tuple(self._acts.values()):
            if act.ending and act.ending.by:
                self._add_successor(act, act.ending.by)
        for numbering in numberings:
            self._numberings[key_of(numbering.title), numbering.version] = numbering

    def _add(self, act: Act) -> None:
        key = key_of(act.title)
        known = self._acts.get(key)
        if known is not None and known.ending and not act.ending:
            self._namesakes[key] = known
        self._acts[key] = act
        for alias in act.aliases:
            self._aliases.setdefault(key_of(alias), key)

    def _add_successor(self, act: Act, title: str) -> None:
        key = key_of(title)
        if key == key_of(act.title):
            self._namesakes[key] = self._acts.pop(key)
        if key not in self._acts and key not in self._aliases:
            self._successors[key] = Act(title)

    def __iter__(self) -> Iterator[Act]:
        return iter(self._acts.values())

    def __len__(self) -> int:
        return len(self._acts)

    def find(self, title: str) -> Act | None:
        """Look an act up by a title or a short title."""
        key = key_of(title)
        return self._acts.get(key) or self._acts.get(self._aliases.get(key, "")) or self._successors.get(key)

    def namesake(self, act: Act) -> Act | None:
        """Give the earlier act that bore the same title."""
        return self._namesakes.get(key_of(act.title))

    def near(self, title: str, reach: int) -> list[tuple[Act, Near]]:
        """Find the acts whose titles are spelt most like this one, the nearest first."""
        return [(self._acts[near.key], near) for near in nearest(key_of(title), self._acts, reach)]

    def final_of(self, title: str) -> Act | None:
        """Find the final form of an act that is cited in its trial one: 某办法（试行） → 某办法."""
        key = key_of(title)
        return self.find(key.removesuffix(TRIAL)) if key.endswith(TRIAL) else None

    def search(self, words: str) -> list[Act]:
        """Find the acts whose title, alias or number holds all of the words; those that open with them come first."""
        wanted = [key_of(word) for word in words.split()]
        found = [act for act in self if all(word in _searched(act) for word in wanted)]
        return sorted(
            found, key=lambda act: (key_of(act.title) != "".join(wanted), len(act.title), act.title)
        )

    def numbering(self, act: Act, event: Event) -> Numbering | None:
        """Tell how a version of an act numbers its articles."""
        return self._numberings.get((key_of(act.title), event.date))

    def is_renumbered(self, act: Act, event: Event) -> bool:
        """Tell whether the articles of a version are known to stand elsewhere in the next."""
        numbering = self.numbering(act, event)
        return bool(numbering and numbering.moved)

    def moved_to(self, act: Act, event: Event, article: int) -> tuple[int, ...]:
        """Tell where an article of a version stands in the version that follows; nowhere, if it is not known."""
        numbering = self.numbering(act, event)
        return dict(numbering.moved).get(article, ()) if numbering else ()

    def last_article(self, act: Act, event: Event) -> int | None:
        """Give the number of a version's last article, where they were counted."""
        numbering = self.numbering(act, event)
        if numbering and numbering.last:
            return numbering.last
        return act.articles if act.counted_in == event.date else None

    def chapter_of(self, act: Act, event: Event, article: int) -> int | None:
        """Tell in which chapter a version of an act has an article, where its chapters are known."""
        numbering = self.numbering(act, event)
        return numbering.chapter_of(article) if numbering else None

    def earlier_with(self, act: Act, event: Event, chapter: int | None, article: int) -> Event | None:
        """Give the earlier version that has an article in a chapter where this version has another."""
        placed = self.chapter_of(act, event, article)
        if chapter is None or placed is None or placed == chapter:
            return None
        earlier = (known for known in reversed(act.history) if known.date < event.date)
        return next((known for known in earlier if self.chapter_of(act, known, article) == chapter), None)


def _searched(act: Act) -> str:
    return "\n".join((key_of(act.title), *act.aliases, *(event.order for event in act.history)))
