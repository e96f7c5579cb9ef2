"""What the two READMEs say is true, and the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import run_on_terminal

from qzparse import ingest
from qzparse.grammar import check_overlay, load_grammar
from qzparse.rule_page import rule_page
from qzparse.rules.register import ALL_RULES

ROOT = Path(__file__).parents[1]
NAMES = ("README.md", "README.zh-CN.md")
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in NAMES}
HERE = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def blocks_of(text: str, kind: str) -> list[str]:
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)


def commands_of(name: str) -> list[str]:
    return [line for block in blocks_of(TEXTS[name], "sh") for line in map(str.strip, block.splitlines())]


def shown_by(command: str) -> str:
    shown = run_on_terminal(*command.split()[1:])
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    return "\n".join(line.rstrip() for line in plain.rstrip().split("\n")) + "\n"


def test_commands_and_data_are_the_same_in_both_languages() -> None:
    english, chinese = (TEXTS[name] for name in NAMES)
    assert commands_of(NAMES[0]) == commands_of(NAMES[1])
    for kind in ("python", "json", "yaml"):
        assert blocks_of(english, kind) == blocks_of(chinese, kind)
    assert re.findall("^#+ ", english, re.MULTILINE) == re.findall("^#+ ", chinese, re.MULTILINE)


@pytest.mark.parametrize("command", [line for line in commands_of(NAMES[0]) if line.startswith("qzparse ")])
def test_command_runs_as_told(command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    (tmp_path / "own.yaml").write_text(blocks_of(TEXTS[NAMES[0]], "yaml")[0], "utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=HERE, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_words_taught_as_told_settle_the_doubt(tmp_path: Path) -> None:
    (overlay,) = blocks_of(TEXTS[NAMES[0]], "yaml")
    own = tmp_path / "own.yaml"
    own.write_text(overlay, "utf-8")
    assert check_overlay(own) == (1, 0)
    file = ROOT / "samples" / "repeated-header" / "list.txt"
    before, after = ingest(file), ingest(file, grammar=load_grammar((own,)))
    assert "HDR001" in [one.code for one in before.diagnostics]
    assert "HDR001" not in [one.code for one in after.diagnostics]
    assert [item.procedure for item in after.items] == [
        (item.extra or {}).get("跨县联办方式") for item in before.items
    ]


def test_make_knows_the_set_up_commands() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = [line.split()[1] for line in commands_of(NAMES[0]) if line.startswith("make ")]
    assert made == ["demo", "test"]
    assert set(made) <= set(targets)


@pytest.mark.parametrize("name", NAMES)
def test_run_shows_what_it_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = blocks_of(TEXTS[name], "console")
    command, _, shown = block.partition("\n")
    assert shown == shown_by(command.removeprefix("$ "))


def test_python_example_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    (example,) = blocks_of(TEXTS[NAMES[0]], "python")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", example], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "0"
    assert (tmp_path / "list.json").stat().st_size > 1000


@pytest.mark.parametrize(("page", "language"), [("rules.md", "en"), ("rules.zh-CN.md", "zh")])
def test_pages_of_rules_are_the_registry(page: str, language: str) -> None:
    assert (ROOT / "docs" / page).read_text("utf-8") == rule_page(ALL_RULES, language)


@pytest.mark.parametrize("name", NAMES)
def test_map_names_every_module_and_no_other(name: str) -> None:
    rows = re.findall(r"^\| [–\d]+ \| (.*?) \|", TEXTS[name], re.MULTILINE)
    named = {word for row in rows for word in re.findall(r"`([^`]+)`", row)}
    package = ROOT / "src" / "qzparse"
    modules = {path.name for path in package.glob("*.py")}
    modules |= {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    told = {word.removeprefix("src/qzparse/") for word in named}
    assert modules <= told
    for word in told - modules:
        assert (ROOT / word).is_dir(), f"{word} is not there"


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXTS[name]):
        assert target.startswith("https://") or (ROOT / target).exists()
