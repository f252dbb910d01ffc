"""A file in one of the formats: written under another name first, so that no half file is ever taken for a whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

from reports.exports.geojson import write_geojson
from reports.exports.geopackage import write_gpkg
from reports.exports.model import Cargo, Format
from reports.exports.text_table import write_csv
from reports.exports.workbook import write_xlsx

PART = ".part"
_WRITERS: dict[Format, tuple[str, Callable[[Cargo, Path], None]]] = {
    "geojson": ("application/geo+json", write_geojson),
    "gpkg": ("application/geopackage+sqlite3", write_gpkg),
    "csv": ("text/csv", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}


def mimetype(fmt: Format) -> str:
    """Media type of a format."""
    return _WRITERS[fmt][0]


def suffix(fmt: Format) -> str:
    """Ending of a file's name."""
    return f".{fmt}"


def write(fmt: Format, cargo: Cargo, path: Path) -> int:
    """Write the whole file at `path` and return its bytes; when anything goes wrong nothing is left of it.

    Drafts lie in a folder `<path>.part` until the file is whole. Raises what the rows, the writer or the disk raise.
    """
    draft = path.with_name(path.name + PART)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        half = draft / f"{cargo.layer}{suffix(fmt)}"
        _WRITERS[fmt][1](cargo, half)
        return half.rename(path).stat().st_size
    finally:
        shutil.rmtree(draft, ignore_errors=True)
