"""Browser libraries: fetched once by a pinned lock file, checked by hash, kept beside the store."""

import hashlib
import json
import shutil
import sys
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from config.i18n import t
from config.npm import Progress, VendorError, disk_error, install
from config.settings import get_settings

__all__ = ["Library", "VendorError", "VendorFile", "ensure_vendor", "libraries"]

HERE = Path(__file__).resolve().parent
RUN_TIME = HERE / "vendor"
TESTS_ONLY = HERE / "vendor-dev"
MARKER = "complete.json"
ID_CHARS = 16
PLACING_TRIES = 5


@dataclass(frozen=True)
class VendorFile:
    """One file: path below node_modules, path in the folder of browser libraries, sha256 in hex."""

    source: str
    target: str
    sha256: str


@dataclass(frozen=True)
class Library:
    """One library for the page that names them all: version and licence, and its text in the folder."""

    package: str
    title: str
    version: str
    licence: str
    licence_file: str


class Manifest:
    """A folder with package.json, package-lock.json and files.toml: what to fetch and what to keep of it."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; the files are shipped with the program."""
        self.folder = folder
        text = (folder / "files.toml").read_bytes()
        self._lock_bytes = (folder / "package-lock.json").read_bytes()
        self.id = hashlib.sha256(self._lock_bytes + text).hexdigest()[:ID_CHARS]
        self._libraries: list[dict[str, Any]] = tomllib.loads(text.decode("utf-8"))["library"]
        self.files = [
            VendorFile(item["from"], item["to"], item["sha256"]) for lib in self._libraries for item in lib["files"]
        ]

    @cached_property
    def libraries(self) -> list[Library]:
        """The libraries with the versions of the lock file."""
        packages = json.loads(self._lock_bytes)["packages"]
        return [
            Library(
                package=lib["package"],
                title=lib["title"],
                version=packages[f"node_modules/{lib['package']}"]["version"],
                licence=lib["licence"],
                licence_file=lib["licence_file"],
            )
            for lib in self._libraries
        ]


def libraries() -> list[Library]:
    """The browser libraries of the program, with version and licence."""
    return Manifest(RUN_TIME).libraries


def ensure_vendor(
    home: Path, dev: bool = False, progress: Progress | None = None, prepared: Path | None = None
) -> Path:
    """The folder of browser libraries, fetched now if it is not there yet; every file has the expected sha256.

    `home` holds it as `vendor/<id>`, where the id changes with the lock file. `dev` gives the libraries of the tests
    instead. `prepared` is such a `vendor` folder, or its `<id>`, brought by hand into a closed network: nothing is
    fetched then. Raises VendorError with the key of a sentence.
    """
    manifest = Manifest(TESTS_ONLY if dev else RUN_TIME)
    if prepared is not None:
        # The name of the folder is part of addresses that browsers keep, so it must change with the content.
        folder = prepared if prepared.name == manifest.id else prepared / manifest.id
        if folder.is_dir() or not dev:
            return check_prepared(manifest, folder)
    return ensure(manifest, home / "vendor", progress)


def check_prepared(manifest: Manifest, folder: Path) -> Path:
    """The folder itself when every file in it is as expected, else VendorError with the first that is not."""
    for file in manifest.files:
        found = _sha256(folder / file.target)
        if found is None:
            raise VendorError("vendor.prepared_missing", folder=folder, file=file.target)
        if found != file.sha256:
            raise VendorError("vendor.prepared_differs", folder=folder, file=file.target)
    return folder


def ensure(manifest: Manifest, shelves: Path, progress: Progress | None = None) -> Path:
    """The folder `<shelves>/<id>` with all files of the manifest, fetched or repaired if need be."""
    shelf = shelves / manifest.id
    if _untouched(shelf, manifest) or _whole(shelf, manifest):
        return shelf
    try:
        shelves.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=shelves, ignore_cleanup_errors=True) as work:
            _fetch(manifest, Path(work), progress)
            _place(Path(work), shelf, manifest)
    except OSError as error:
        raise disk_error(error, shelves) from error
    return shelf


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _untouched(shelf: Path, manifest: Manifest) -> bool:
    """Whether size and time of every file are those of the moment when the hashes were checked."""
    try:
        marker = json.loads((shelf / MARKER).read_text("utf-8"))
        return bool(marker == {file.target: _stamp(shelf / file.target) for file in manifest.files})
    except (OSError, ValueError):
        return False


def _mark(shelf: Path, manifest: Manifest) -> None:
    stamps = {file.target: _stamp(shelf / file.target) for file in manifest.files}
    (shelf / MARKER).write_text(json.dumps(stamps), "utf-8")


def _whole(shelf: Path, manifest: Manifest) -> bool:
    """Whether every file has its hash; a folder that was copied or is read-only passes without a valid marker."""
    if not shelf.is_dir() or any(_sha256(shelf / file.target) != file.sha256 for file in manifest.files):
        return False
    with suppress(OSError):  # A read-only folder is hashed at each start instead: some ten milliseconds.
        _mark(shelf, manifest)
    return True


def _fetch(manifest: Manifest, work: Path, progress: Progress | None) -> None:
    """Fill `<work>/shelf` with the checked files of the manifest."""
    project = Path(shutil.copytree(manifest.folder, work / "project"))
    modules = install(project, progress)
    for done, file in enumerate(manifest.files, start=1):
        source, target = modules / file.source, work / "shelf" / PurePosixPath(file.target)
        if _sha256(source) != file.sha256:
            raise VendorError("vendor.hash_differs", file=file.source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if progress:
            progress("vendor.check", done, len(manifest.files))
    _mark(work / "shelf", manifest)


def _place(work: Path, shelf: Path, manifest: Manifest) -> None:
    """Move `<work>/shelf` to its place in one step; another process that was first with whole files wins."""
    for attempt in range(PLACING_TRIES):
        try:
            (work / "shelf").rename(shelf)
        except OSError:
            if _whole(shelf, manifest):
                return
            if attempt == PLACING_TRIES - 1:
                raise
        else:
            return
        if shelf.exists():
            shelf.rename(work / f"old-{attempt}")


def main(arguments: list[str]) -> int:
    """Fetch the browser libraries (and with --dev those of the tests) and print the folder."""
    settings = get_settings()
    try:
        for dev in (False, True) if "--dev" in arguments else (False,):
            sys.stdout.write(f"{ensure_vendor(settings.home, dev, prepared=settings.vendor_dir)}\n")
    except VendorError as error:
        sys.stderr.write(t(settings.lang, error.key, **error.values) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
