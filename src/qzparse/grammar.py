"""grammars/*.yaml → the words and shapes that the passes look for.

1. Every file has a schema with unknown keys forbidden; all faults of all files are raised at once, each with its line.
2. A printed word is compared squashed: without blanks, with its widths folded, without the rider in brackets behind it.
3. No spelling names two fields; a pattern carries strings that it must match and near misses that it must refuse.
4. An overlay is a file or folder of the same shape: it adds words, and takes a word over from the shipped files.
5. The files are what counts: a compiled copy of the shipped ones spares a small list two thirds of its reading time, and
   is made anew as soon as a character of them changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from .errors import GrammarFault
from .patience import PATTERN_SECONDS, patient
from .store import can_keep, find_kept, keep, key_of

Pattern = regex.Pattern[str]
Match = regex.Match[str]
"""What a pattern of the grammar found."""

_LISTS: dict[str, dict[str, type]] = {
    "fields": {"field": str, "reads": str, "words": list},
    "powers": {"type": str, "words": list},
    "stages": {"stage": str, "words": list},
    "parts": {"part": str, "words": list},
    "patterns": {"name": str, "pattern": str, "match": list},
    "spellings": {"right": str, "words": list},
    "chains": {"type": str, "stage": str, "words": list},
}
_OPTIONAL: dict[str, dict[str, type]] = {
    "fields": {"seen": str},
    "powers": {"letters": list, "numbers": list, "seen": str},
    "stages": {"seen": str},
    "parts": {"seen": str},
    "patterns": {"refuse": list, "family": str, "sign": str, "instead": str},
    "spellings": {"seen": str},
    "chains": {"when": str, "advised": bool, "seen": str},
}
_WORDS = (
    *("groups", "endings", "units", "authorities", "kinds", "listings", "charts", "accounts", "exempts"),
    *("terms", "penalties", "corrections", "coercions", "acts", "states"),
)

_FOLD = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"　": None, " ": None, "\n": None, "\t": None, "\r": None, "\u00a0": None}
)
_LATIN = regex.compile(r"[\p{Latin}][\p{Latin}\d .'’&/-]*")
"""English words or pinyin beside a header's own: 职权名称Zhiquan."""
_RULE = regex.compile(r"[A-Z]{3}\d{3}")
_RIDER = regex.compile(r"[(\[][^()\[\]]*[)\]]$")


@dataclass(frozen=True, slots=True)
class FieldWord:
    """What a printed header or label means: the field's name, how its cell is read, and the rider behind it."""

    field: str
    reads: str
    rider: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a pattern of a rule has beside its shape: a sign without which it need not be tried, and what to put instead."""

    name: str
    sign: str = ""
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A stage that the duties of a type of power must have, or be advised to, and the words that mention it.

    `when` names the words of an item for which alone it holds.
    """

    stage: str
    words: tuple[str, ...]
    when: str = ""
    advised: bool = False


@dataclass(slots=True, eq=False)
class Grammar:
    """All words and shapes, as the passes ask for them."""

    fields: dict[str, FieldWord] = field(default_factory=dict)
    powers: dict[str, str] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    examples: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    slips: dict[str, list[Slip]] = field(default_factory=dict)
    """By the code of the rule whose patterns they are."""
    spellings: dict[str, str] = field(default_factory=dict)
    """Wrong spelling → right spelling."""
    chains: dict[str, list[Link]] = field(default_factory=dict)
    """By type of power."""
    own: set[str] = field(default_factory=set)
    """Patterns that an overlay has given, which nobody has shown to be quick."""
    type_marks: dict[str, str] = field(default_factory=dict)
    """A type's part of an item code, in letters or digits → the type."""
    _compiled: dict[str, regex.Pattern[str]] = field(default_factory=dict)
    _regions: dict[str, str] = field(default_factory=dict)
    _region_codes: dict[str, list[str]] = field(default_factory=dict)
    _areas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()

    def field_of(self, printed: str) -> FieldWord | None:
        """Name the field that a printed header or label stands for, if the words are known.

        The whole squashed word is looked up first, then the word without its rider:
        `责任事项（明确责任主体）` is 责任事项 with a rider, `收费（征收）依据和标准` is a word of its own. English
        or pinyin beside the word is a rider too, and so is what describes it: 履行的责任事项（按环节）.
        """
        word = squashed(printed)
        known = self.fields.get(word)
        if known:
            return known
        rider = _RIDER.search(word)
        known = self.fields.get(word[: rider.start()]) if rider else None
        if rider and known:
            return FieldWord(known.field, known.reads, rider[0])
        bare = _LATIN.sub("", word)
        known = self.fields.get(bare) if bare != word and len(bare) > 1 else None
        if known:
            return FieldWord(known.field, known.reads, word.replace(bare, ""))
        found = self.pattern("header-tail").fullmatch(bare)
        known = self.fields.get(found["word"]) if found else None
        return FieldWord(known.field, known.reads, found["head"]) if found and known else None

    def is_group(self, printed: str) -> bool:
        """Tell whether a header only spans others."""
        word = squashed(printed)
        return word in self.words["groups"] or _RIDER.sub("", word) in self.words["groups"]

    def power_of(self, printed: str) -> str | None:
        """Fold a printed power type to its canonical name; None where it is unknown."""
        word = squashed(printed)
        return self.powers.get(word) or self.powers.get(_RIDER.sub("", word))

    def pattern(self, name: str) -> regex.Pattern[str]:
        """Give the compiled pattern of that name."""
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = regex.compile(self.sources[name])
            compiled = self._compiled[name] = patient(name, compiled) if name in self.own else compiled
        return compiled

    def alternation(self, name: str) -> regex.Pattern[str]:
        """Give a pattern of all words of a list, longest first.

        Of the power types, `types` are all spellings, `powers` those that are no words of everyday use (其他, 处罚).
        """
        compiled = self._compiled.get(f"|{name}")
        if compiled is None:
            least = {"types": 0, "powers": 4}.get(name)
            words = (
                self.words[name] if least is None else [word for word in self.powers if len(word) >= least]
            )
            ordered = sorted(words, key=len, reverse=True)
            compiled = regex.compile("|".join(map(regex.escape, ordered)) or r"(?!)")
            self._compiled[f"|{name}"] = compiled
        return compiled

    def compile(self) -> None:
        """Compile every pattern and list of words at once, but for those that only a check asks for."""
        for name, family in self.families.items():
            if family not in self.slips:
                self.pattern(name)
        for name in ("powers", *self.words):
            self.alternation(name)

    def patterns_of(self, family: str) -> tuple[tuple[str, regex.Pattern[str]], ...]:
        """Give the patterns of a family by name, in the order of the file."""
        return tuple((name, self.pattern(name)) for name, own in self.families.items() if own == family)

    def region_of(self, code: str) -> str | None:
        """Name the region of a six-digit code of GB/T 2260."""
        return self.regions.get(code)

    @property
    def regions(self) -> Mapping[str, str]:
        """Six-digit code → the unit's own name; read when it is first asked for."""
        if not self._regions:
            for line in self._lines_of("regions.tsv"):
                code, _, name = line.partition("\t")
                self._regions[code] = name.partition("\t")[0]
        return self._regions

    @property
    def areas(self) -> Mapping[str, tuple[str, ...]]:
        """Area code of the telephone → the first digits of the regions that it serves; read when it is first asked for."""
        if not self._areas:
            for line in self._lines_of("areas.tsv"):
                area, _, places = line.partition("\t")
                self._areas[area] = tuple(places.split())
        return self._areas

    def _lines_of(self, table: str) -> list[str]:
        tables = [folder / table for folder in self.folders]
        return "\n".join(path.read_text("utf-8") for path in tables if path.is_file()).splitlines()

    @property
    def region_codes(self) -> Mapping[str, list[str]]:
        """A unit's own name → the codes of all units of that name."""
        if not self._region_codes:
            for code, name in self.regions.items():
                self._region_codes.setdefault(name, []).append(code)
        return self._region_codes


@lru_cache(maxsize=65536)
def squashed(printed: str) -> str:
    r"""Fold what headers vary in: blanks go, widths fold, brackets are half-width.

    >>> squashed("备　注"), squashed("责任事项\n（明确责任主体）")
    ('备注', '责任事项(明确责任主体)')
    """
    return printed.translate(_FOLD)


def shipped_folder() -> Path:
    """Find grammars/: packaged with the wheel, or the repository's in an editable install."""
    packaged = Path(__file__).parent / "grammars"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "grammars"


@lru_cache(maxsize=8)
def load_grammar(overlays: tuple[Path, ...] = ()) -> Grammar:
    """Read the shipped grammar and lay `overlays` (files or folders) over it; raise all faults at once."""
    folder = shipped_folder()
    shipped = sorted(folder.glob("*.yaml"))
    if overlays:
        return _read(folder, shipped, overlays)
    here = Path(__file__)
    key = key_of(regex.__version__.encode(), here.read_bytes(), *(path.read_bytes() for path in shipped))
    kept = find_kept(__file__, key)
    if isinstance(kept, Grammar):
        kept.folders = (folder,)
        return kept
    grammar = _read(folder, shipped)
    if can_keep(__file__):
        grammar.compile()
        keep(__file__, key, grammar)
    return grammar


def check_overlay(overlay: Path) -> tuple[int, int]:
    """Lay one overlay over the shipped grammar; count its words and patterns, or raise all its faults."""
    loader = _Loader()
    folder = shipped_folder()
    for path in sorted(folder.glob("*.yaml")):
        loader.read(path, overlay=False)
    loader.close_shipped()
    before = loader.grammar.examples.copy()
    _lay(overlay, loader)
    if loader.faults:
        raise GrammarFault("faults", faults="\n".join(loader.faults))
    changed = [name for name, own in loader.grammar.examples.items() if before.get(name) is not own]
    return loader.words, len(changed)


def _lay(overlay: Path, loader: _Loader) -> None:
    if not overlay.exists():
        loader.faults.append(f"{overlay}: there is no such grammar file or folder")
    for path in sorted(overlay.glob("*.yaml")) if overlay.is_dir() else [overlay]:
        if path.exists():
            loader.read(path, overlay=True)


def _read(folder: Path, shipped: list[Path], overlays: tuple[Path, ...] = ()) -> Grammar:
    loader = _Loader()
    for path in shipped:
        loader.read(path, overlay=False)
    loader.close_shipped()
    for overlay in overlays:
        _lay(overlay, loader)
    if loader.faults:
        raise GrammarFault("faults", faults="\n".join(loader.faults))
    grammar = loader.grammar
    grammar.folders = (folder, *(path for path in overlays if path.is_dir()))
    return grammar


class _Loader:
    """Collects words and faults, file after file."""

    def __init__(self) -> None:
        self.grammar = Grammar(words=dict.fromkeys(_WORDS, ()))
        self.faults: list[str] = []
        self._path = Path()
        self._text = ""
        self._overlay = False
        self.words = 0
        """How many words overlays have given."""
        self._known_fields: set[str] = set()
        self._known_reads: set[str] = set()

    def close_shipped(self) -> None:
        """Keep what the shipped files know: an overlay adds words, no fields and no ways of reading."""
        meanings = self.grammar.fields.values()
        self._known_fields = {meaning.field for meaning in meanings}
        self._known_reads = {meaning.reads for meaning in meanings}

    def read(self, path: Path, *, overlay: bool) -> None:
        import yaml

        self._path, self._overlay = path, overlay
        try:
            self._text = path.read_text("utf-8")
            safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            content = yaml.load(self._text, Loader=safe)  # noqa: S506 — both are safe loaders
        except (OSError, UnicodeDecodeError) as error:
            self._fault(str(error))
            return
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(f"{path}:{line}: {error.problem}")
            return
        if content is None:
            return
        if not isinstance(content, dict):
            self._fault("a mapping is expected")
            return
        for key, entries in content.items():
            self._take(str(key), entries)

    def _take(self, key: str, entries: object) -> None:
        if not isinstance(entries, list):
            self._fault(f"{key}: a list is expected", key)
        elif key in _WORDS:
            kept = self.grammar.words[key]
            words = (squashed(str(word)) for word in entries)
            self.grammar.words[key] = tuple(dict.fromkeys((*kept, *words)))
            self.words += len(entries) if self._overlay else 0
        elif key in _LISTS:
            for entry in entries:
                if self._is_sound(key, entry):
                    self.words += len(entry.get("words", ())) if self._overlay else 0
                    getattr(self, f"_take_{key}")(entry)
        else:
            self._fault(f"{key}: no such key; known are {', '.join((*_LISTS, *_WORDS))}", key)

    def _is_sound(self, key: str, entry: object) -> bool:
        if not isinstance(entry, dict):
            self._fault(f"{key}: each entry is a mapping", str(entry))
            return False
        known = _LISTS[key] | _OPTIONAL[key]
        anchor = str(next(iter(entry.values()), key))
        for name, value in entry.items():
            if name not in known:
                self._fault(f"{key}: no such key as {name!r}; known are {', '.join(known)}", anchor)
                return False
            if not isinstance(value, known[name]):
                self._fault(f"{key}: {name} is to be a {known[name].__name__}", anchor)
                return False
        missing = [name for name in _LISTS[key] if name not in entry]
        if missing:
            self._fault(f"{key}: {', '.join(missing)} missing", anchor)
        return not missing

    def _take_fields(self, entry: dict[str, Any]) -> None:
        meaning = FieldWord(entry["field"], entry["reads"])
        if self._overlay and meaning.reads not in self._known_reads:
            known = ", ".join(sorted(self._known_reads))
            self._fault(
                f"{meaning.field}: no cell is read as {meaning.reads!r}; known are {known}", meaning.reads
            )
        if self._overlay and meaning.field not in self._known_fields:
            self._fault(f"there is no field {meaning.field!r}", meaning.field)
        for word in entry["words"]:
            named = self.grammar.fields.get(squashed(str(word)))
            if named and not self._overlay and named.field != meaning.field:
                self._fault(f"{word}: claimed by {named.field} and by {meaning.field}", str(word))
            self.grammar.fields[squashed(str(word))] = meaning

    def _take_powers(self, entry: dict[str, Any]) -> None:
        for word in (entry["type"], *entry["words"]):
            known = self.grammar.powers.get(squashed(str(word)))
            if known and not self._overlay and known != entry["type"]:
                self._fault(f"{word}: claimed by {known} and by {entry['type']}", str(word))
            self.grammar.powers[squashed(str(word))] = entry["type"]
        for mark in (*entry.get("letters", ()), *entry.get("numbers", ())):
            self.grammar.type_marks[str(mark)] = entry["type"]

    def _take_stages(self, entry: dict[str, Any]) -> None:
        for word in entry["words"]:
            self.grammar.stages[squashed(str(word))] = entry["stage"]

    def _take_parts(self, entry: dict[str, Any]) -> None:
        for word in entry["words"]:
            self.grammar.parts[squashed(str(word))] = entry["part"]

    def _take_patterns(self, entry: dict[str, Any]) -> None:
        name, source = entry["name"], entry["pattern"]
        if name in self.grammar.sources and not self._overlay:
            self._fault(f"{name}: two patterns of one name", name)
        self.grammar.sources[name] = source
        self.grammar.examples[name] = (entry["match"], entry.get("refuse", []))
        family = self.grammar.families[name] = entry.get("family", "")
        if _RULE.fullmatch(family):
            slip = Slip(name, entry.get("sign", ""), entry.get("instead"))
            others = [one for one in self.grammar.slips.get(family, ()) if one.name != name]
            self.grammar.slips[family] = [*others, slip]
        if self._overlay:
            self.grammar.own.add(name)
            self.faults.extend(f"{self._at(name)}: {fault}" for fault in faults_of(self.grammar, name))

    def _take_spellings(self, entry: dict[str, Any]) -> None:
        for word in entry["words"]:
            self.grammar.spellings[str(word)] = entry["right"]

    def _take_chains(self, entry: dict[str, Any]) -> None:
        words = tuple(map(str, entry["words"]))
        link = Link(entry["stage"], words, entry.get("when", ""), entry.get("advised", False))
        self.grammar.chains.setdefault(entry["type"], []).append(link)

    def _fault(self, problem: str, anchor: str = "") -> None:
        self.faults.append(f"{self._at(anchor)}: {problem}")

    def _at(self, anchor: str) -> str:
        lines = enumerate(self._text.split("\n"), start=1)
        found = (line for line, text in lines if anchor and anchor in text and text.lstrip()[:1] != "#")
        return f"{self._path}:{next(found, 1)}"


def faults_of(grammar: Grammar, name: str) -> Iterator[str]:
    """Run a pattern over its own examples: what it must match from the start, and what it must refuse."""
    matches, refusals = grammar.examples[name]
    try:
        compiled = regex.compile(grammar.sources[name])
        for example in matches:
            if not compiled.match(example, timeout=PATTERN_SECONDS):
                yield f"pattern {name} does not match {example!r}"
        for example in refusals:
            if compiled.match(example, timeout=PATTERN_SECONDS):
                yield f"pattern {name} does not refuse {example!r}"
    except regex.error as error:
        yield f"pattern {name} does not compile: {error}"
    except TimeoutError:
        yield f"pattern {name} takes too long on its own examples"
