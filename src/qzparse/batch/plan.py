"""Folders → the files to read, each with a name of its own.

1. The order of folders and of files in them changes nothing.
2. A name is the file's path within its folder, and stands for it in the manifest, the index and the output. Where a
   file system might refuse it, or take it for another's, it is told apart by a digest of what it was.
3. What is passed over is counted by its reason; links are never followed.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from qzparse.errors import UsageError

_LOCKS = ("~$*", ".~*", "~wrl*.tmp")
_SYSTEM = ("thumbs.db", "desktop.ini", "__macosx")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff\u2028\u2029]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
SUFFIXES = (".json", ".jsonl", ".yaml", ".trace.json")
"""What stands behind a name in the names of its outputs."""
_RESERVED = ("index.json",)
_LONGEST = 200
"""Bytes of a name; what stands behind it in an output's name needs room too."""


class Stamp(NamedTuple):
    """What a file system says of a file's content without reading it; another content has another stamp."""

    bytes: int
    modified: int
    changed: int
    inode: int


class Input(NamedTuple):
    """A file to read: where it is, and the name that stands for it."""

    path: str
    name: str
    stamp: Stamp


class Plan(NamedTuple):
    """The files to read, by name, and how many were passed over for which reason."""

    inputs: tuple[Input, ...]
    skipped: Counter[str]
    base: str


class Choice(NamedTuple):
    """Globs that a file must match one of, and those that it must not; on its name, or its path where they have a /."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Tell whether a file is to be read.

        >>> Choice(("*.docx",), ("old/*",)).takes("new/A.DOCX"), Choice(("*.docx",), ("old/*",)).takes("old/a.docx")
        (True, False)
        """
        chosen = not self.include or any(_fits(path, glob) for glob in self.include)
        return chosen and not any(_fits(path, glob) for glob in self.exclude)


def find_inputs(folders: Sequence[str], out: Path, choice: Choice) -> Plan:
    """Find every file below the folders; a file that is named itself is taken too."""
    roots = {Path(os.path.realpath(folder)): folder for folder in folders}
    for root, folder in roots.items():
        if not root.exists():
            raise UsageError("no-folder", name=folder)
        if root.is_dir() and root.is_relative_to(os.path.realpath(out)):
            raise UsageError("output-around-input", name=str(out))
    base = Path(os.path.commonpath([root if root.is_dir() else root.parent for root in roots]))
    start = len(str(base / "-")) - 1
    skipped: Counter[str] = Counter()
    stamps: dict[str, Stamp] = {}
    for root in sorted(roots):
        for path, stamp in _iter_files(root, Path(os.path.realpath(out)), skipped):
            within = path[start:]
            if choice.takes(within.replace(os.sep, "/")):
                stamps[within] = stamp
            else:
                skipped["unchosen"] += 1
    names = _names_of(stamps)
    inputs = (Input(f"{base}/{within}", names[within], stamp) for within, stamp in stamps.items())
    return Plan(tuple(sorted(inputs, key=lambda one: one.name)), skipped, str(base))


def stamp_of(path: str | Path) -> Stamp | None:
    """Give the stamp of a regular file; None where there is none."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return _stamp(status) if stat.S_ISREG(status.st_mode) else None


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _iter_files(root: Path, out: Path, skipped: Counter[str]) -> Iterator[tuple[str, Stamp]]:
    if root.is_file():
        yield str(root), _stamp(root.stat())
        return
    waiting = [str(root)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError as fault:
            if folder == str(root):
                raise UsageError("folder-unreadable", name=folder, reason=fault.strerror) from None
            skipped["unlisted"] += 1
            continue
        for entry in listed:
            reason = _find_reason(entry, out)
            if reason == "folder":
                waiting.append(entry.path)
            elif reason:
                skipped[reason] += reason != "output"
            elif (stamp := stamp_of(entry.path)) is not None:
                yield entry.path, stamp


def _find_reason(entry: os.DirEntry[str], out: Path) -> str | None:
    """Tell why an entry of a folder is no file to read; None where it is one."""
    name = entry.name.casefold()
    if any(fnmatchcase(name, glob) for glob in _LOCKS):
        return "lock"
    if name.startswith(".") or name in _SYSTEM:
        return "hidden"
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "output" if entry.path == str(out) else "folder"
    return None if entry.is_file(follow_symlinks=False) else "special"


def _fits(path: str, glob: str) -> bool:
    against = path if "/" in glob else path.rpartition("/")[2]
    return fnmatchcase(against.casefold(), glob.casefold())


def _names_of(paths: Iterable[str]) -> dict[str, str]:
    """Give every path a name that shares its outputs with no other, on no file system."""
    names = {path: "/".join(map(_safe, path.replace(os.sep, "/").split("/"))) for path in paths}
    claimed: Counter[str] = Counter(_RESERVED)
    for name in names.values():
        claimed.update(_claims_of(name))
    folders = {PurePosixPath(name.rpartition("/")[0]) for name in names.values()}
    claimed.update({_folded(str(one)) for folder in folders for one in (folder, *folder.parents)})
    return {
        path: _told_apart(name, path) if any(claimed[claim] > 1 for claim in _claims_of(name)) else name
        for path, name in names.items()
    }


def _claims_of(name: str) -> Iterator[str]:
    folded = _folded(name)
    return (folded + suffix for suffix in SUFFIXES)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _safe(part: str) -> str:
    """Give a file's or folder's name as every file system takes it.

    >>> _safe("29.权责清单.docx"), _safe("a?.docx"), _safe("con")
    ('29.权责清单.docx', 'a_.docx~526278d4', 'con~1143da2b')
    """
    plain = _UNSAFE.sub("_", part)
    short = plain.encode()[:_LONGEST].decode(errors="ignore")
    if short == part and not _DEVICE.match(part) and not part.endswith((".", " ")):
        return part
    return _told_apart(short.rstrip(". "), part)


def _told_apart(name: str, path: str) -> str:
    return f"{name}~{sha256(os.fsencode(path)).hexdigest()[:8]}"
