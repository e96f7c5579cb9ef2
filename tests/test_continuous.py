"""What we offer to pre-commit, GitHub and GitLab is of their form, and does what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[1]
HERE = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
PAGES = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("checking.md", "checking.zh-CN.md")}
HOOK, JOB, PIPELINE = (
    yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGES["checking.md"], re.DOTALL)
)
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(OFFERED,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def keeps(value: Any, schema: str) -> None:
    published = files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{schema}.json"
    # A key of YAML 1.1 that reads `on` is true.
    plain = json.loads(json.dumps({"on" if key is True else key: part for key, part in value.items()}))
    Draft7Validator(json.loads(published.read_text("utf-8"))).validate(plain)


def run_script(script: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env={**HERE, **env}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    shutil.copy(ROOT / "samples" / "demo" / "list.docx", tmp_path / "lists" / "权责 清单.docx")
    return tmp_path


def test_pages_show_the_same_in_both_languages() -> None:
    blocks = [re.findall(r"```\w+\n.*?```", page, re.DOTALL) for page in PAGES.values()]
    assert blocks[0] == blocks[1]


def test_files_are_of_the_form_that_their_readers_publish() -> None:
    keeps(ACTION, "github-actions")
    keeps(JOB, "github-workflows")
    keeps(PIPELINE, "gitlab-ci")
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_examples_ask_for_what_there_is() -> None:
    asked = JOB["jobs"]["lists"]["steps"][1]["with"]
    assert set(asked) <= set(ACTION["inputs"])
    assert HOOK["repos"][0]["hooks"][0]["id"] == OFFERED["id"]
    environment = ACTION["runs"]["steps"][-1]["env"]
    passed = {re.sub(r"\W*inputs\.|\W+$", "", value) for value in environment.values()}
    assert passed | {"python-version"} == set(ACTION["inputs"])
    assert "${{" not in ACTION["runs"]["steps"][-1]["run"]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("lists/清单.DOCX", True),
        ("清单.xls", True),
        ("a.txt", True),
        ("README.md", False),
        ("a.docx.json", False),
    ],
)
def test_hook_takes_lists_and_nothing_else(name: str, *, taken: bool) -> None:
    assert bool(re.search(OFFERED["files"], name)) is taken


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("never", 0), ("nonsense", 2)])
def test_action_annotates_and_ends_as_the_check_does(lists: Path, fail_on: str, code: int) -> None:
    step = ACTION["runs"]["steps"][-1]
    given = {"PATHS": "lists\n", "FAIL_ON": fail_on, "SARIF": "findings.sarif", "LANGUAGE": "en"}
    done = run_script(step["run"], lists, **{**dict.fromkeys(step["env"], ""), **given})
    assert done.returncode == code, done.stderr
    if code != 2:
        assert (
            "::error file=lists/权责 清单.docx,title=NUM001 number-gap::the number 5 follows 3" in done.stdout
        )
        assert json.loads((lists / "findings.sarif").read_text("utf-8"))["runs"][0]["results"]


def test_pipeline_of_gitlab_writes_both_reports_and_fails(lists: Path) -> None:
    job = PIPELINE["lists"]
    done = run_script(job["script"][1], lists)
    assert done.returncode == 1
    assert "NUM001" in done.stdout
    for report in job["artifacts"]["reports"].values():
        assert "NUM001" in (lists / report).read_text("utf-8")


@pytest.mark.slow
def test_hook_runs_from_a_clone_of_this_repository(lists: Path, tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    git, clone = shutil.which("git") or "git", str(tmp_path / "clone")
    subprocess.run([git, "clone", "--quiet", ROOT, clone], check=True)
    for words in (["init", "--quiet"], ["add", "lists"]):
        subprocess.run([git, *words], cwd=lists, check=True)
    tried = ["try-repo", clone, OFFERED["id"], "--files", "lists/权责 清单.docx"]
    command = [sys.executable, "-m", "pre_commit", *tried]
    cache = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PYTHONPATH": ""}
    done = subprocess.run(
        command, cwd=lists, env={**HERE, **cache}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "NUM001" in done.stdout
