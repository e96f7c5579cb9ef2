"""The house stands: floors, doors, sizes and names."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "qzparse"
FLOORS = {
    **dict.fromkeys(("errors", "numerals", "catalogue", "store"), 0),
    **dict.fromkeys(("excerpt", "breaks", "source", "settings", "output"), 1),
    "isolation": 1,
    **dict.fromkeys(("models", "ledger", "reflow"), 2),
    "inputs": 2,
    **dict.fromkeys(("tokens", "grammar", "validation"), 3),
    **dict.fromkeys(("canonical", "extract", "layout"), 4),
    "segment": 5,
    "trace": 6,
    "rules": 7,
    "pipeline": 8,
    "policy": 8,
    **dict.fromkeys(("__init__", "explanation", "rule_page"), 9),
    "batch": 9,
    "findings": 9,
    **dict.fromkeys(("report", "suggestions"), 10),
    "reports": 10,
    "delivery": 11,
    "inspection": 11,
    "cli": 12,
    "__main__": 13,
}
PASSES = {"extract", "layout", "segment", "trace"}
CLOSED = {
    "extract": {"grammar", "models"},
    "segment": {"extract", "canonical"},
    "trace": {name for name, floor in FLOORS.items() if floor > 2},
    "rules": {"layout", "segment", "extract"},
    **dict.fromkeys(("report", "reports", "delivery", "inspection", "cli", "__main__"), PASSES),
    "batch": PASSES,
}
DOORS = {
    "charset_normalizer": {"extract.encoding"},
    "cv2": {"extract.pixels"},
    "distributed": {"batch.pools"},
    "docx": {"extract.package"},
    "lxml": {"extract"},
    "numpy": {"extract.pixels"},
    "olefile": {"extract.biff", "extract.word_binary"},
    "orjson": {"canonical"},
    "PIL": {"extract.image_file"},
    "pdfplumber": {"extract.plumber"},
    "pdfminer": {"extract.plumber"},
    "pydantic": {"validation"},
    "pydantic_core": {"excerpt"},
    "pypdfium2": {"extract.pdfium"},
    "rapidocr": {"extract.recognition"},
    "regex": {"grammar", "segment"},
    "rich": {"report", "reports"},
    "typer": {"cli"},
    "yaml": {"grammar", "canonical"},
}
WORDLESS = {
    "__main__",
    "batch",
    "canonical",
    "cli",
    "delivery",
    "output",
    "report",
    "reports",
    "settings",
    "extract",
}
FORBIDDEN = re.compile(
    r"(?i)^(utils?|helpers?|common|misc|base|core|manager|handler|processor|service|engine|lib|types)$"
)
BROAD = {"cli.door": 1, "isolation": 1}
"""How many `except Exception` a module may have: one place turns a bug into an exit code, one sends it home."""
NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


TREES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
TEXTS = {name_of(path): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}
PACKAGES = {name_of(path) for path in SOURCE.rglob("__init__.py")} - {"__init__"}
MODULES = pytest.mark.parametrize("module", sorted(TREES))


def imports_of(module: str) -> tuple[set[str], set[str]]:
    """Give the modules of ours and the foreign packages that a module imports, wherever it does."""
    ours, foreign = set(), set()
    package = module.split(".") if module in PACKAGES else module.split(".")[:-1]
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            foreign |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            path = [*base, *(node.module or "").split(".")] if node.module else base
            if node.level == 0 and path[0] != "qzparse":
                foreign.add(path[0])
                continue
            start = ".".join(path[1:] if node.level == 0 else path)
            named = {".".join(filter(None, (start, alias.name))) for alias in node.names}
            ours |= {name if name in TREES else start or "__init__" for name in named}
    return ours - {module}, foreign - set(sys.stdlib_module_names) - {"qzparse"}


def unit_of(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def functions_of(module: str) -> Iterator[Function]:
    return (node for node in ast.walk(TREES[module]) if isinstance(node, Function))


def strings_of(tree: ast.Module) -> Iterator[ast.Constant]:
    """Give the string literals that are no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented)]
    said = {id(part.value) for body in bodies for part in body if isinstance(part, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def depth_of(node: ast.AST, depth: int = 0) -> int:
    deepest = depth
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*Function.__args__, ast.ClassDef)):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deeper = depth + (isinstance(child, NESTING) and not chained)
        deepest = max(deepest, depth_of(child, deeper))
    return deepest


@MODULES
def test_module_imports_lower_floors_only(module: str) -> None:
    floor, unit = FLOORS[unit_of(module)], unit_of(module)
    for other in imports_of(module)[0]:
        if unit_of(other) == unit or other == "__init__":
            continue
        assert FLOORS[unit_of(other)] < floor, f"{module} (F{floor}) imports {other}"
        assert unit_of(other) not in CLOSED.get(unit, ()), f"{module} may not know {other}"


def test_every_floor_has_its_module() -> None:
    assert {unit_of(module) for module in TREES} == set(FLOORS)


def test_no_module_hangs_on_itself() -> None:
    edges = {module: {other for other in imports_of(module)[0] if other != "__init__"} for module in TREES}
    while True:
        free = {module for module, others in edges.items() if not others & edges.keys()}
        if not free:
            break
        edges = {module: others for module, others in edges.items() if module not in free}
    assert not edges


@MODULES
def test_foreign_packages_come_in_by_their_doors(module: str) -> None:
    for package in imports_of(module)[1]:
        doors = DOORS[package]
        assert any(module == door or module.startswith(f"{door}.") for door in doors), (
            f"{package} in {module}"
        )


@MODULES
def test_module_is_of_a_readable_size(module: str) -> None:
    assert TEXTS[module].count("\n") <= 500
    for function in functions_of(module):
        lines = (function.end_lineno or 0) - function.lineno + 1
        given = function.args
        parameters = len(given.posonlyargs) + len(given.args) + len(given.kwonlyargs)
        parameters -= bool(given.args and given.args[0].arg in ("self", "cls"))
        assert lines <= 50, f"{function.name} has {lines} lines"
        assert parameters <= (8 if unit_of(module) == "cli" else 6), (
            f"{function.name} has {parameters} parameters"
        )
        assert depth_of(function) <= 3, f"{function.name} nests {depth_of(function)} deep"
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, Function)]
            assert len(methods) <= 15, f"{node.name} has {len(methods)} methods"


@pytest.mark.parametrize("module", sorted(module for module in TREES if unit_of(module) == "cli"))
def test_commands_are_short(module: str) -> None:
    for function in functions_of(module):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        assert lines <= 25, f"{function.name} has {lines} lines"


@MODULES
def test_names_say_what_things_are(module: str) -> None:
    assert not FORBIDDEN.match(module.rsplit(".", maxsplit=1)[-1])
    for function in functions_of(module):
        assert not re.match(r"_?(get|do|process|handle)_", function.name), function.name
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ClassDef):
            assert not re.search(
                r"(Data|Info|Object|Abstract|Impl|Manager|Handler|Processor|Helper)$", node.name
            )


@MODULES
def test_module_opens_with_what_becomes_what(module: str) -> None:
    assert ast.get_docstring(TREES[module])
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK|NOTE:)", TEXTS[module])


@pytest.mark.parametrize("module", sorted(module for module in TREES if unit_of(module) in WORDLESS))
def test_words_of_the_trade_stand_in_the_grammar(module: str) -> None:
    found = [node.value for node in strings_of(TREES[module]) if re.search("[一-鿿]{2}", str(node.value))]
    assert not found


@MODULES
def test_faults_are_caught_by_name(module: str) -> None:
    caught = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.ExceptHandler)]
    broad = [
        node
        for node in caught
        if node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
    ]
    assert len(broad) <= BROAD.get(module, 0)


def test_suppressions_are_few() -> None:
    found = re.findall(r"#\s*(?:noqa|type: ignore|pragma: no cover)", "\n".join(TEXTS.values()))
    assert len(found) <= 5


def test_public_names_are_typed_and_there() -> None:
    import qzparse

    stub = ast.parse((SOURCE / "__init__.pyi").read_text("utf-8"))
    typed = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    public = set(vars(qzparse)["__all__"])
    assert typed == public
    assert all(getattr(qzparse, name) for name in public)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = qzparse.nonsense  # type: ignore[attr-defined]
