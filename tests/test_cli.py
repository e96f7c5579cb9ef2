from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from terminal import run_on_terminal

from qzparse import load
from qzparse.errors import ExitCode

LIST = (
    "某市某局权责清单\n\n\t序号\n\t权力类型\n\t权力项目名称\n\t责任事项\n\n\n"
    "\t1\n\t行政检查\n\t安全生产检查\n\t1.检查责任：依法检查。\n3.处置责任：依法处置。\n"
)


class Answer:
    """What a run of the command line gave."""

    def __init__(self, finished: subprocess.CompletedProcess[bytes]) -> None:
        self.code = finished.returncode
        self.bytes = finished.stdout
        self.out = finished.stdout.decode()
        self.err = finished.stderr.decode()


def run(
    *words: str | Path, cwd: Path | None = None, given: bytes = b"", env: Mapping[str, str] | None = None
) -> Answer:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "QZ"))}
    command = [sys.executable, "-m", "qzparse", *map(str, words)]
    return Answer(
        subprocess.run(
            command, cwd=cwd, input=given, capture_output=True, env={**clean, **(env or {})}, check=False
        )
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text(LIST, "utf-8")
    return path


def test_version_is_told_at_once_and_by_the_command_line() -> None:
    told = run("--version")
    assert told.code == 0
    assert told.out.startswith("qzparse 0.")
    assert run("--version", "--help").out != ""
    assert run("-V").out == told.out


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv[1:] = ['--version']; from qzparse.__main__ import main; main(); "
        "print(sorted({'typer', 'rich', 'pydantic', 'regex', 'yaml', 'orjson'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("[]\n")


def test_ingest_imports_no_pydantic_and_no_rich_when_piped(source: Path) -> None:
    code = (
        f"import sys; sys.argv[1:] = ['ingest', {str(source)!r}]\n"
        "from qzparse.__main__ import main\n"
        "try: main()\n"
        "finally: sys.stderr.write(str(sorted({'rich', 'pydantic', 'docx'} & set(sys.modules))))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stderr == "[]"


def test_ingest_piped_prints_the_document(source: Path) -> None:
    answer = run("ingest", source)
    assert answer.code == ExitCode.CLEAN
    assert answer.err == ""
    assert json.loads(answer.out)["items"][0]["name"] == "安全生产检查"


def test_ingest_standard_input_by_a_dash() -> None:
    answer = run("ingest", "-", given=LIST.encode("gb18030"))
    document = load(answer.bytes)
    assert document.title == "某市某局权责清单"
    assert document.source is not None
    assert document.source.name == "-"


@pytest.mark.parametrize("form", ["json", "yaml", "jsonl"])
def test_ingest_every_format_is_the_same_document(source: Path, form: str) -> None:
    assert load(run("ingest", source, "--format", form).bytes) == load(run("ingest", source).bytes)


@pytest.mark.parametrize("locale", ["C", "zh_CN.GBK", "zh_CN.UTF-8", "en_US.UTF-8"])
def test_ingest_bytes_do_not_depend_on_the_locale(source: Path, locale: str) -> None:
    plain = run("ingest", source)
    assert (
        run("ingest", source, env={"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0"}).bytes == plain.bytes
    )


def test_ingest_lang_words_the_diagnostics(source: Path) -> None:
    assert "编号由 1 跳到 3" in run("ingest", source, "--lang", "zh").out
    assert "the number 3 follows 1" in run("ingest", source, "--lang=en").out
    assert "the number 3 follows 1" in run("ingest", source, env={"QZPARSE_LANG": "en"}).out


def test_ingest_to_a_file_with_its_trace_beside_it(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "result.json"
    answer = run("ingest", source, "-o", target, "--trace")
    assert answer.code == 0
    assert answer.out == ""
    assert "1 items" in answer.err
    assert sorted(path.name for path in target.parent.iterdir()) == ["result.json", "result.trace.json"]
    trace = json.loads(target.with_name("result.trace.json").read_text("utf-8"))
    assert trace["text"] == LIST
    assert load(target.read_bytes()).items[0].number == "1"


def test_ingest_several_files_go_to_a_folder(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "29.另一份清单.txt"
    other.write_text(LIST, "utf-8")
    answer = run("ingest", source, other, "-o", tmp_path / "out", "--format", "yaml", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["29.另一份清单.yaml", "list.yaml"]


def test_ingest_one_bad_file_stops_no_other(source: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    answer = run("ingest", tmp_path / "nosuch.txt", empty, tmp_path, source, "-o", tmp_path / "out")
    assert answer.code == ExitCode.UNREADABLE
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["list.json"]
    assert len(answer.err.splitlines()) == 4
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ingest", "list.txt", "--trace"], "-o"),
        (["ingest", "list.txt", "list.txt", "-o", "out"], "list.json"),
        (["ingest", "list.txt", "other.md", "-o", "list.txt"], "list.txt"),
        (["ingest", "list.txt", "-o", "list.txt"], "overwrite"),
        (["ingest", "list.txt", "-o", "list.txt/x.json"], "list.txt"),
        (["ingest", "list.txt", "--format", "xml"], "jsonl"),
        (["ingest", "list.txt", "--lang", "fr"], "zh"),
        (["ingest", "list.txt", "--grammar", "nosuch.yaml"], "nosuch.yaml"),
        (["ingest"], "FILE"),
        (["ingets", "list.txt"], "ingest"),
        (["rule", "XYZ999"], "XYZ999"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(source: Path, words: list[str], told: str) -> None:
    answer = run(*words, cwd=source.parent)
    assert answer.code == ExitCode.USAGE
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert [path.name for path in source.parent.iterdir()] == ["list.txt"]
    assert source.read_text("utf-8") == LIST


def test_ingest_an_output_already_there_survives_a_failure(tmp_path: Path) -> None:
    target = tmp_path / "kept.json"
    target.write_text("kept", "utf-8")
    assert run("ingest", tmp_path / "nosuch.txt", "-o", target).code == ExitCode.UNREADABLE
    assert target.read_text("utf-8") == "kept"


def test_ingest_to_the_null_device_leaves_it_a_device(source: Path) -> None:
    assert run("ingest", source, "-o", os.devnull, "-q").code == 0
    assert not Path(os.devnull).is_file()


def test_ingest_a_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff.txt")
    odd.write_text(LIST, "utf-8")
    document = load(run("ingest", odd).bytes)
    assert document.source is not None
    assert document.source.name == "\ufffd.txt"


def test_ingest_to_a_full_disk_is_told_in_one_line(source: Path) -> None:
    command = f"{sys.executable} -m qzparse ingest {source} --lang en > /dev/full"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("qzparse: -: it cannot be written")
    assert len(done.stderr.splitlines()) == 1


def test_ingest_a_grammar_of_ones_own_is_laid_over(source: Path, tmp_path: Path) -> None:
    source.write_text(LIST.replace("责任事项", "咱们干的活"), "utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("fields:\n  - {field: duties, reads: duties, words: [咱们干的活]}\n", "utf-8")
    assert len(load(run("ingest", source, "--grammar", own).bytes).items[0].duties or []) == 2


def test_settings_of_the_folder_name_grammar_and_language(source: Path, tmp_path: Path) -> None:
    source.write_text(LIST.replace("责任事项", "咱们干的活"), "utf-8")
    (tmp_path / "own.yaml").write_text(
        "fields:\n  - {field: duties, reads: duties, words: [咱们干的活]}\n", "utf-8"
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.qzparse]\ngrammar = ["own.yaml"]\nlanguage = "en"\n', "utf-8"
    )
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    document = load(run("ingest", source, cwd=inner).bytes)
    assert document.diagnostics[0].message == "the number 3 follows 1"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("language = 'en'\ngrammer = []\n", ["qzparse.toml:2", "grammer", "grammar, language"]),
        ("language = 'fr'\n", ["qzparse.toml:1", "zh | en"]),
        ("\n\ngrammar = 'x'\n", ["qzparse.toml:3"]),
        ("language = \n", ["qzparse.toml:1"]),
    ],
)
def test_settings_faults_name_file_and_line(source: Path, settings: str, told: list[str]) -> None:
    (source.parent / "qzparse.toml").write_text(settings, "utf-8")
    answer = run("ingest", source, cwd=source.parent)
    assert answer.code == ExitCode.USAGE
    assert all(part in answer.err for part in told)


def test_ingest_grammar_faults_name_file_and_line(source: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("fields:\n  - {field: duties, reads: duties}\nnonsense: []\n", "utf-8")
    answer = run("ingest", source, "--grammar", own, "--lang", "zh")
    assert answer.code == ExitCode.USAGE
    assert "own.yaml:2" in answer.err
    assert "own.yaml:3" in answer.err


def test_ingest_on_a_terminal_sums_up(source: Path) -> None:
    shown = run_on_terminal("ingest", source, env={"LC_ALL": "zh_CN.UTF-8"})
    assert "某市某局权责清单" in shown
    assert ["行政检查", "1", "2", "0", "0"] in [line.split() for line in shown.splitlines()]
    assert "编号由 1 跳到 3" in shown
    assert "事项 1，第 13 行" in shown
    assert '"schema"' not in shown
    english = run_on_terminal("ingest", source, env={"LC_ALL": "en_US.UTF-8"})
    assert "the number 3 follows 1" in english
    assert "item 1, line 13" in english


def test_ingest_on_a_terminal_quiet_shows_nothing_and_a_dash_the_document(source: Path) -> None:
    assert run_on_terminal("ingest", source, "--quiet") == ""
    assert '"schema": "qzparse/1"' in run_on_terminal("ingest", source, "-o", "-")


def test_ingest_from_a_terminal_does_not_hang() -> None:
    assert "terminal" in run_on_terminal("ingest", "-", "--lang", "en")


def test_ingest_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    source = tmp_path / "long.txt"
    row = "\t{0}\n\t行政检查\n\t检查{0}\n\t1.检查责任：依法检查。\n\n\n"
    source.write_text(LIST + "\n\n" + "".join(row.format(n) for n in range(2, 2000)), "utf-8")
    command = f"{sys.executable} -m qzparse ingest {source} | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert done.stdout == b'{\n  "schem'
    assert done.stderr == b""


def test_ingest_interrupted_ends_with_its_own_code() -> None:
    command = [sys.executable, "-m", "qzparse", "ingest", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
    assert process.returncode == ExitCode.INTERRUPTED
    assert b"Traceback" not in told


def test_a_bug_is_one_line_and_a_code_of_its_own(source: Path) -> None:
    code = (
        "import sys, qzparse.pipeline as p, qzparse.cli as c; p.judge = None; "
        f"sys.argv[1:] = ['ingest', {str(source)!r}, '--lang', 'en', *{{}}]; c.run()"
    )
    quiet = subprocess.run(
        [sys.executable, "-c", code.format([])], capture_output=True, text=True, check=False
    )
    assert quiet.returncode == ExitCode.BUG
    assert quiet.stderr.startswith("qzparse: a fault of ours (TypeError")
    assert len(quiet.stderr.splitlines()) == 1
    loud = subprocess.run(
        [sys.executable, "-c", code.format(["--debug"])], capture_output=True, text=True, check=False
    )
    assert "Traceback" in loud.stderr


def test_explain_tells_columns_and_why(source: Path) -> None:
    shown = run("explain", source, "--lang", "zh").out
    assert "责任事项" in shown
    assert "duties" in shown
    explained = json.loads(run("explain", source, "--json").out)
    columns = {column["header"]: column["field"] for column in explained[0]["columns"]}
    assert columns == {"序号": "number", "权力类型": "type", "权力项目名称": "name", "责任事项": "duties"}
    assert explained[0]["layout"] == "grid"
    assert explained[0]["where"]["line"] == 3


def test_schema_rule_and_rules_print_what_they_name() -> None:
    assert json.loads(run("schema").out)["title"] == "Document"
    told = run("rule", "num001", "--lang", "en").out
    assert told.startswith("NUM001 number-gap (error) · told when a list is read · since 0.1.0\n")
    assert "编号由 {before} 跳到 {number}" in told
    assert "✂" in run("rule", "row-torn").out
    listed = run("rules").out.splitlines()
    assert listed == sorted(listed)
    assert any(line.startswith("NUM001") for line in listed)


@pytest.mark.parametrize("words", [["--help"], ["ingest", "--help"], ["explain", "-h"], ["rule", "--help"]])
def test_help_speaks_both_languages(words: list[str]) -> None:
    english, chinese = run(*words), run(*words, env={"LANG": "zh_CN.UTF-8"})
    assert english.code == chinese.code == 0
    assert "。" not in english.out
    assert "。" in chinese.out
