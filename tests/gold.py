"""A sample's folder → its lists, the one document that they must give, and what each format loses of it.

`losses.yaml` names a format's losses as pointers into the document: `found` is what stands there in that format,
and without it nothing does. A loss that is none is a fault, so the file says exactly what a format cannot carry.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

SAMPLES = Path(__file__).parents[1] / "samples"
ABSENT = object()

_OF_THE_FILE = ("source",)
_OF_THE_PLACE = ("span", "where", "start", "end", "message")


def list_files() -> list[Path]:
    """Name every list of every sample."""
    return sorted(SAMPLES.glob("*/list.*"))


def named(file: Path) -> str:
    """Name a list by its sample and format, for a test's id."""
    return f"{file.parent.name}-{file.suffix.lstrip('.')}"


def judged(document: dict[str, Any]) -> dict[str, Any]:
    """Give a document less what the file is, where things stand in it and how findings are worded."""
    kept = {name: value for name, value in document.items() if name not in _OF_THE_FILE}
    kept["diagnostics"] = [_unplaced(diagnostic) for diagnostic in document["diagnostics"]]
    residue = [_unplaced(stretch) for stretch in document["coverage"]["residue"]]
    return {**kept, "coverage": {**document["coverage"], "residue": residue}}


def expected_of(file: Path) -> dict[str, Any]:
    """Give the document that a list must be read as: its sample's gold, less what its format loses."""
    document: dict[str, Any] = json.loads(gold_file(file).read_text("utf-8"))
    for loss in losses_of(file):
        found = loss.get("found", ABSENT)
        assert value_at(document, loss["at"]) != found, f"{named(file)} does not lose {loss['at']}"
        _put(document, loss["at"], found)
    return document


def iter_differences(found: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Say where two values differ, each place on a line."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for name in {**expected, **found}:
            sides = found.get(name, ABSENT), expected.get(name, ABSENT)
            yield from iter_differences(*sides, path=f"{path}/{name}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for index, sides in enumerate(zip(found, expected, strict=True)):
            yield from iter_differences(*sides, path=f"{path}/{index}")
    elif found != expected:
        told = ("nothing" if value is ABSENT else repr(value) for value in (found, expected))
        yield "{}: found {}, expected {}".format(path, *told)


def bless(files: list[Path], documents: list[dict[str, Any]]) -> None:
    """Rewrite a sample's gold from the format that loses least, and what the other formats find instead."""
    richest = min(files, key=lambda file: (len(losses_of(file)), file.suffix != ".docx"))
    gold = documents[files.index(richest)]
    gold_file(richest).write_text(json.dumps(gold, ensure_ascii=False, indent=2) + "\n", "utf-8")
    losses = _losses_beside(richest)
    for file, document in zip(files, documents, strict=True):
        for loss in losses.get(file.suffix.lstrip("."), ()):
            if (found := value_at(document, loss["at"])) is ABSENT:
                loss.pop("found", None)
            else:
                loss["found"] = found
    if losses:
        printed = yaml.safe_dump(losses, allow_unicode=True, sort_keys=False, width=100)
        (richest.parent / "losses.yaml").write_text(printed, "utf-8")


def gold_file(file: Path) -> Path:
    """Name the gold of a list's sample."""
    return file.with_name("document.json")


def losses_of(file: Path) -> list[dict[str, Any]]:
    """Load what a list's format cannot carry of its sample."""
    return _losses_beside(file).get(file.suffix.lstrip("."), [])


def value_at(document: Any, pointer: str) -> Any:
    """Give what stands at a JSON Pointer, or ABSENT."""
    value = document
    for part in parts_of(pointer):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (KeyError, IndexError):
            return ABSENT
    return value


def parts_of(pointer: str) -> list[str]:
    """Split a JSON Pointer into its unescaped parts.

    >>> parts_of("/items/0/extra/a~1b")
    ['items', '0', 'extra', 'a/b']
    """
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _losses_beside(file: Path) -> dict[str, list[dict[str, Any]]]:
    losses = file.with_name("losses.yaml")
    found: dict[str, list[dict[str, Any]]] = {}
    if losses.exists():
        found = yaml.safe_load(losses.read_text("utf-8"))
    return found


def _put(document: Any, pointer: str, found: object) -> None:
    holder, _, last = pointer.rpartition("/")
    fields = value_at(document, holder)
    assert isinstance(fields, dict), f"{pointer} does not point to a field"
    if found is ABSENT:
        del fields[last]
    else:
        fields[last] = copy.deepcopy(found)


def _unplaced(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in _OF_THE_PLACE}
