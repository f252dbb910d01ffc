"""Files that were uploaded: streamed to a folder of their own, found by their uploader only, gone after a day."""

import json
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from config.limits import UPLOAD_BYTES, UPLOAD_KEPT_HOURS, UPLOADS_OF_ONE
from config.spoken import SpokenError

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
META, STATE = "about.json", "state.json"
_BLOCK = 1 << 20
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")
_STRANGE = re.compile(r"[^\w .()+-]")
NAME_CHARS = 80


class UploadError(SpokenError, ValueError):
    """A file cannot be taken; `key` names the answer under `error.<key>`."""


class Stream(Protocol):
    """Bytes as they come."""

    def read(self, size: int = -1, /) -> bytes:
        """At most so many bytes; none at the end."""


@dataclass(frozen=True)
class Upload:
    """An uploaded file: its token, its folder, the name it came with, its size and its uploader."""

    token: str
    folder: Path
    name: str
    size: int
    by: str

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.folder / self.name

    def put(self, name: str, value: Any) -> None:
        """Keep a note beside the file; readers see the old one or the new one, never half."""
        fresh = self.folder / f"{name}.new"
        fresh.write_text(json.dumps(value, ensure_ascii=False, default=str), "utf-8")
        fresh.replace(self.folder / name)

    def get(self, name: str) -> Any:
        """A note kept beside the file; None when there is none."""
        try:
            return json.loads((self.folder / name).read_text("utf-8"))
        except (OSError, ValueError):
            return None


def keep(home: Path, stream: Stream, name: str, by: str) -> Upload:
    """Take a file from a stream; UploadError when its kind is unknown, it is empty or too big. Old files go first."""
    shown = _name(name)
    sweep(home, by)
    token = secrets.token_urlsafe(18)
    folder = _root(home) / token
    folder.mkdir(parents=True)
    try:
        size = _write(stream, folder / shown)
        found = Upload(token, folder, shown, size, by)
        found.put(META, {"name": shown, "size": size, "by": by})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return found


def find(home: Path, token: str, by: str) -> Upload | None:
    """The upload of a token if this person brought it; None otherwise, also for a token of somebody else."""
    if not _TOKEN.fullmatch(token):
        return None
    folder = _root(home) / token
    try:
        about = json.loads((folder / META).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    found = Upload(token, folder, str(about["name"]), int(about["size"]), str(about["by"]))
    return found if found.by == by and found.path.is_file() else None


def sweep(home: Path, by: str = "") -> int:
    """Remove uploads that are older than their time, and the oldest of a person who has too many; how many went."""
    root, gone, own = _root(home), 0, []
    for folder in root.iterdir() if root.is_dir() else ():
        try:
            age = time.time() - folder.stat().st_mtime
            about = json.loads((folder / META).read_text("utf-8"))
        except (OSError, ValueError):
            about, age = {}, UPLOAD_KEPT_HOURS * 3600 + 1 if _stale(folder) else 0
        if age > UPLOAD_KEPT_HOURS * 3600:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
        elif by and about.get("by") == by:
            own.append((age, folder))
    for _, folder in sorted(own, reverse=True)[: max(0, len(own) - UPLOADS_OF_ONE + 1)]:
        shutil.rmtree(folder, ignore_errors=True)
        gone += 1
    return gone


def _stale(folder: Path) -> bool:
    """Whether a folder without a note is left over from an upload that broke off."""
    try:
        return time.time() - folder.stat().st_mtime > 3600
    except OSError:
        return False


def _root(home: Path) -> Path:
    return home / "imports"


def _name(name: str) -> str:
    """A name fit for a file: no path, no strange signs, a known ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    stem, dot, ending = last.rpartition(".")
    if f".{ending.lower()}" not in ENDINGS or not dot:
        raise UploadError("bad_file_kind")
    clean = _STRANGE.sub("_", stem).strip(". ")[:NAME_CHARS] or "table"
    return f"{clean}.{ending.lower()}"


def _write(stream: Stream, path: Path) -> int:
    size = 0
    with path.open("wb") as file:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > UPLOAD_BYTES:
                raise UploadError("bad_file_size")
            file.write(block)
    if size == 0:
        raise UploadError("bad_file_empty")
    return size
