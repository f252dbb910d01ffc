"""A filled demonstration store kept beside the program: the next fresh one is a copy instead of a new making."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import make_url

from config.limits import KEPT_STORE_BYTES
from config.settings import ROOT, Settings

FOLDERS = ("data", "layers", "config")
KINDS = frozenset({".py", ".toml", ".csv", ".gz", ".geojson", ".gpkg", ".txt"})
ID_CHARS = 16


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in KINDS)
    yield ROOT / "constraints.txt"


def key_of(settings: Settings) -> str:
    """What a filled store depends on: program, seeds, city and scale."""
    digest = hashlib.sha256(f"{settings.city} {settings.demo_scale}".encode())
    folder = Path(settings.city)
    for path in (*_sources(), *(sorted(folder.rglob("*.*")) if folder.is_dir() else ())):
        digest.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:ID_CHARS]


def store_file(settings: Settings) -> Path | None:
    """File of the embedded store, None on a server."""
    url = make_url(settings.store_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def kept_file(settings: Settings) -> Path:
    """Where the filled store of these settings is kept."""
    return settings.home / "cache" / f"demo-{key_of(settings)}.gpkg"


def is_fresh(settings: Settings) -> bool:
    """Whether the embedded store of the settings is not there yet."""
    path = store_file(settings)
    return path is not None and (not path.exists() or path.stat().st_size == 0)


def restore(settings: Settings) -> bool:
    """Put the kept store in the place of one that is not there yet; whether that was done.

    Only in demonstration mode and on the embedded store; whole or not at all. Without room nothing happens.
    """
    path = store_file(settings)
    if not settings.demo or path is None or not is_fresh(settings):
        return False
    kept = kept_file(settings)
    if not kept.is_file():
        return False
    coming = path.with_name(f".{path.name}.coming")
    try:
        shutil.copyfile(kept, coming)
        coming.replace(path)
    except OSError:
        coming.unlink(missing_ok=True)
        return False
    return True


def keep(settings: Settings) -> None:
    """Keep a copy of a store that was just filled from nothing, in the place of older ones; without room none.

    A store of more than KEPT_STORE_BYTES is not kept: it would take more room than it saves time.
    """
    path = store_file(settings)
    if not settings.demo or path is None or path.stat().st_size > KEPT_STORE_BYTES:
        return
    kept = kept_file(settings)
    coming = kept.with_name(f".{kept.name}.coming")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("*demo-*.gpkg*"):
            old.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(coming)) as target:
            source.backup(target)
        coming.replace(kept)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            coming.unlink(missing_ok=True)
