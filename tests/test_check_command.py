"""`check` as it is run: exit codes, streams, files, settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import run_on_terminal
from typer.testing import CliRunner, Result

from qzparse.cli import app
from qzparse.errors import ExitCode

LIST = (
    "某市某局权责清单\n\n\t序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n\n\n"
    "\t1\n\t行政检查\n\t安全生产检查\n\t1.检查责任：依法检查。\n3.处置责任：依法处置。\n"
)


def check(
    *words: str | Path, cwd: Path, given: str = "", lang: str = "en"
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "QZ"))}
    command = [sys.executable, "-m", "qzparse", "check", *map(str, words), "--lang", lang]
    return subprocess.run(
        command,
        cwd=cwd,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=clean,
        encoding="utf-8",
    )


def asked(*words: str) -> Result:
    """Run in this process: what is refused before a list is read needs no other."""
    return CliRunner().invoke(app, ["check", *words], env={"QZPARSE_LANG": "en"})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.txt").write_text(LIST, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["list.txt", "--select", "NUM"], ExitCode.FINDINGS, "NUM001"),
        (["list.txt", "--select", "NUM", "--fail-on", "never"], ExitCode.CLEAN, "NUM001"),
        (["list.txt", "--select", "CIT"], ExitCode.CLEAN, "nothing was found"),
        (["list.txt", "absent.txt", "--select", "NUM"], ExitCode.UNREADABLE, "absent.txt"),
        (["list.txt", "--select", "NUM", "--report", "json"], ExitCode.FINDINGS, '"qzparse-findings/1"'),
    ],
)
def test_exit_code_tells_what_came_of_it(folder: Path, words: list[str], code: ExitCode, told: str) -> None:
    done = check(*words, cwd=folder)
    assert done.returncode == code
    assert told in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list.txt", "--select", "NUM9999"], "NUM9999"),
        (["list.txt", "--fail-on", "fatal"], "never"),
        (["list.txt", "--as-of", "yesterday"], "2026-11-21"),
        (["list.txt", "--report", "xml"], "sarif"),
        (["list.txt", "--report", "json=list.txt"], "overwrite"),
        (["list.txt", "--suggest", "list.doc"], "xlsx"),
        (["list.txt", "--baseline", "absent.json"], "--write-baseline"),
        (["list.txt", "--write-baseline"], "--baseline"),
        ([], "PATH"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_written(folder: Path, words: list[str], told: str) -> None:
    done = asked(*words)
    assert done.exit_code == ExitCode.USAGE
    assert told in done.stderr
    assert [path.name for path in folder.iterdir()] == ["list.txt"]
    assert (folder / "list.txt").read_text("utf-8") == LIST


def test_bug_is_one_line_and_a_code_of_its_own(folder: Path) -> None:
    code = (
        "import sys, qzparse.inspection as i, qzparse.cli as c; i.examine = None; "
        "sys.argv[1:] = ['check', 'list.txt', '--lang', 'en']; c.run()"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.BUG
    assert len(done.stderr.splitlines()) == 1


def test_standard_input_is_a_list_or_a_document(folder: Path) -> None:
    done = check("-", "--select", "NUM", cwd=folder, given=LIST)
    assert (done.returncode, "item 1, “责任事项”, line 13" in done.stdout) == (ExitCode.FINDINGS, True)
    command = [sys.executable, "-m", "qzparse", "ingest", "list.txt", "--format", "yaml", "--lang", "en"]
    document = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.decode()
    piped = check("-", "--select", "NUM", cwd=folder, given=document)
    assert "the number 3 follows 1" in piped.stdout


def test_reports_to_files_leave_the_stream_to_another(folder: Path) -> None:
    words = ["--report", "text", "--report", "sarif=out/a.sarif", "--report", "junit=out/b.xml"]
    done = check("list.txt", "--select", "NUM", *words, "--suggest", "out/c.csv", cwd=folder)
    assert done.stdout.startswith("list.txt")
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["a.sarif", "b.xml", "c.csv"]
    assert check("list.txt", "--report", "text", "--quiet", cwd=folder).stdout == ""


def test_settings_hold_where_no_option_says_otherwise(folder: Path) -> None:
    (folder / "qzparse.toml").write_text(
        '[check]\nselect = ["NUM"]\nfail-on = "never"\nbaseline = "known.json"\n', "utf-8"
    )
    assert check("list.txt", "--write-baseline", cwd=folder).returncode == ExitCode.CLEAN
    assert len(json.loads((folder / "known.json").read_bytes())["findings"]) == 1
    assert check("list.txt", "--fail-on", "info", cwd=folder).returncode == ExitCode.CLEAN
    (folder / "known.json").unlink()
    assert check("list.txt", cwd=folder).returncode == ExitCode.USAGE


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("[check]\nselct = []\n", ["qzparse.toml:2", "selct", "select"]),
        ("[check]\n\nfail-on = 'fatal'\n", ["qzparse.toml:3", "never"]),
        ("[check]\nseverity = {NUM001 = 'grave'}\n", ["qzparse.toml:2", "warning"]),
        ("[check]\nignore = 'NUM001'\n", ["qzparse.toml:2", "ignore"]),
        ("[check]\nignore = ['NUM0001']\n", ["qzparse.toml", "NUM0001", "NUM001?"]),
        ("[check]\nas-of = 'soon'\n", ["soon"]),
        ("[check.paths.'*.txt']\nfail-on = 'never'\n", ["qzparse.toml:2", "fail-on"]),
        ("check = 3\n", ["qzparse.toml:1", "check"]),
    ],
)
def test_settings_faults_name_the_place(folder: Path, settings: str, told: list[str]) -> None:
    (folder / "qzparse.toml").write_text(settings, "utf-8")
    done = asked("list.txt")
    assert done.exit_code == ExitCode.USAGE
    assert all(part in done.stderr for part in told), done.stderr


def test_terminal_shows_the_report_in_its_language(folder: Path) -> None:
    shown = run_on_terminal("check", folder / "list.txt", "--select", "NUM", env={"LC_ALL": "zh_CN.UTF-8"})
    assert "错误 NUM001  编号由 1 跳到 3" in shown
    assert "terminal" in run_on_terminal("check", "-", "--lang", "en")
