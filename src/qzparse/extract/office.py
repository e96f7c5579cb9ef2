"""rtf, odt and older Word → docx, ods → xlsx, by LibreOffice; then the readers of those.

1. Each start has a folder of its own for profile, inputs and outputs; macros, links and the network are off in it.
2. A start has a time limit, and its whole process group ends with it, and with this process, however that ends.
3. LibreOffice says that all is well when it failed: only an output that is there and not empty counts.
4. Several sources are one start; those that it leaves are tried again one by one.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qzparse.errors import QzparseError, UnknownFormat, UnreadableSource
from qzparse.source import Format, Source
from qzparse.tokens import Transcript

from .archive import Archive
from .docx import read_docx

FIRST_SECONDS, SECONDS = 60, 30
_KIBIBYTES = 3 << 20
_SIGNALLED = 128
"""Above it, a shell's exit code tells of a signal."""
_FILTERS = {Format.DOCX: "docx:MS Word 2007 XML", Format.XLSX: "xlsx:Calc MS Excel 2007 XML"}
_SHEETS = {Format.ODS, Format.XLS}
_ZIPPED = {Format.ODT, Format.ODS}
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_OPTIONS = ("--headless", "--nologo", "--nodefault", "--norestore", "--nolockcheck", "--nofirststartwizard")
# The pipe behind standard input closes when this process is gone, killed or not; then the whole group follows it.
_LIMITED = (
    "/bin/sh",
    "-c",
    f'ulimit -v {_KIBIBYTES} 2>/dev/null; exec 3<&0 </dev/null; {{ read -r _ <&3; kill -9 0; }} & exec "$0" "$@" 3<&-',
)
# Links are never updated, and whatever else would reach for the network meets a proxy that is not there.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1") for kind in ("HTTP", "HTTPS")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", "9") for kind in ("HTTP", "HTTPS")),
)
_REGISTRY = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>'
_ITEM = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)


def read_office(source: Source) -> Transcript:
    """Read a text document by way of docx."""
    (converted,) = convert([source])
    if isinstance(converted, QzparseError):
        raise converted
    return read_docx(converted)


def convert(sources: Sequence[Source]) -> list[Source | QzparseError]:
    """Convert sources to docx or xlsx; one that cannot be has its error in its place."""
    program = find_program()
    converted: dict[int, Source | QzparseError] = {}
    waiting: dict[Format, list[int]] = {Format.DOCX: [], Format.XLSX: []}
    for index, source in enumerate(sources):
        if program is None:
            converted[index] = UnknownFormat("needs-office", name=source.name, format=source.format.value)
            continue
        try:
            _check(source)
        except QzparseError as fault:
            converted[index] = fault
        else:
            waiting[Format.XLSX if source.format in _SHEETS else Format.DOCX].append(index)
    for target, indexes in waiting.items():
        if program and indexes:
            results = _converted(program, [sources[index] for index in indexes], target)
            converted.update(zip(indexes, results, strict=True))
    return [converted[index] for index in range(len(sources))]


def find_program() -> str | None:
    """Find LibreOffice on the path, or where its installers put it."""
    named = (shutil.which(name) for name in ("soffice", "libreoffice"))
    placed = (place for place in _PLACES if Path(place).is_file())
    return next((found for found in (*named, *placed) if found), None)


def _check(source: Source) -> None:
    """Refuse a container that our own readers would refuse."""
    if source.format not in _ZIPPED:
        return
    archive = Archive(source)
    if "content.xml" not in archive:
        # LibreOffice makes an empty document of a container that lacks its content.
        raise archive.broken("parts")


def _converted(program: str, sources: list[Source], target: Format) -> list[Source | QzparseError]:
    results: list[Source | QzparseError] = []
    outputs, reason = _outputs_of(program, sources, target)
    for source, output in zip(sources, outputs, strict=True):
        if not output and len(sources) > 1:
            results += _converted(program, [source], target)
        elif output:
            results.append(Source(source.name, output, target))
        else:
            results.append(
                UnreadableSource("unconverted", name=source.name, format=source.format.value, reason=reason)
            )
    return results


def _outputs_of(program: str, sources: list[Source], target: Format) -> tuple[list[bytes], str]:
    """Convert in one start; give what came out for each source, and why nothing did."""
    with tempfile.TemporaryDirectory(prefix="qzparse-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        inputs = []
        for index, source in enumerate(sources):
            inputs.append(f"{index}.{source.format.value}")
            (folder / inputs[-1]).write_bytes(source.data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(
            _REGISTRY.format("".join(_ITEM.format(*setting) for setting in _SETTINGS)), encoding="utf-8"
        )
        command = [program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS]
        command += ["--convert-to", _FILTERS[target], "--outdir", "out", *inputs]
        if not _run(command, folder, FIRST_SECONDS + SECONDS * (len(sources) - 1)):
            # What was being written when time ran out cannot be told from what is whole.
            return [b""] * len(sources), "timed-out"
        outputs = [folder / "out" / f"{index}.{target.value}" for index in range(len(sources))]
        return [output.read_bytes() if output.is_file() else b"" for output in outputs], "no-output"


def _run(command: list[str], folder: Path, seconds: float) -> bool:
    """Run a command to its end, once more if a signal ended it; tell whether the end came in time."""
    code = _code_of(command, folder, seconds)
    if code is not None and (code < 0 or code > _SIGNALLED):
        code = _code_of(command, folder, seconds)
    return code is not None


def _code_of(command: list[str], folder: Path, seconds: float) -> int | None:
    """Run a command and give its exit code; None where it is not done in time."""
    limited = [*_LIMITED, *command] if os.name == "posix" else command
    quiet = subprocess.DEVNULL
    far, near = os.pipe()
    try:
        process = subprocess.Popen(
            limited, cwd=folder, stdin=far, stdout=quiet, stderr=quiet, start_new_session=True
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(process)
    finally:
        os.close(far)
        os.close(near)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
