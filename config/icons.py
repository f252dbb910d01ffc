"""The icons that the program draws: a font and a stylesheet of those alone, cut from the browser library once."""

import hashlib
import logging
import re
import shutil
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = HERE / "icons.txt"
FONT, STYLE = "icons.woff2", "icons.css"
_LIBRARY_FONT = "bootstrap-icons/fonts/bootstrap-icons.woff2"
_LIBRARY_STYLE = "bootstrap-icons/bootstrap-icons.min.css"
_RULE = re.compile(r'\.bi-([a-z0-9-]+)::before\{content:"\\([0-9a-f]+)"\}')
ID_CHARS = 16
_FRAME = """@font-face{font-display:block;font-family:bootstrap-icons;src:url("icons.woff2") format("woff2")}
.bi::before{display:inline-block;font-family:bootstrap-icons!important;font-style:normal;font-weight:400!important;
font-variant:normal;text-transform:none;line-height:1;vertical-align:-.125em;-webkit-font-smoothing:antialiased}
"""


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Names of the icons that the program draws (config/icons.txt, one a line)."""
    return frozenset(NAMES.read_text("utf-8").split())


def known(vendor: Path) -> dict[str, int]:
    """Code point of every icon of the library by its name; `vendor` is the folder of browser libraries."""
    text = (vendor / _LIBRARY_STYLE).read_text("utf-8")
    return {name: int(code, 16) for name, code in _RULE.findall(text)}


def ensure_icons(vendor: Path, home: Path) -> Path:
    """Folder with FONT and STYLE, `<home>/icons/<id>`; made now if it is not there, whole or not at all.

    The id changes with the names and with the library. Raises KeyError for a name that the library does not have,
    OSError when the folder cannot be written.
    """
    digest = hashlib.sha256(" ".join((vendor.name, _FRAME, *sorted(names()))).encode()).hexdigest()[:ID_CHARS]
    shelf = home / "icons" / digest
    if (shelf / STYLE).is_file() and (shelf / FONT).is_file():
        return shelf
    shelf.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=shelf.parent, ignore_cleanup_errors=True) as work:
        made = Path(work) / "icons"
        made.mkdir()
        _make(vendor, made)
        if shelf.exists():
            shelf.rename(Path(work) / "half")
        with suppress(OSError):  # Another process was first.
            made.rename(shelf)
    return shelf


def _make(vendor: Path, folder: Path) -> None:
    from fontTools import subset  # noqa: PLC0415 -- needed once, and slow to import

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # It tells of every glyph.
    codes = known(vendor)
    wanted = {name: codes[name] for name in sorted(names())}
    options = subset.Options(flavor="woff2", notdef_outline=True, recalc_timestamp=False)
    with subset.load_font(str(vendor / _LIBRARY_FONT), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted.values())
        cutter.subset(font)
        subset.save_font(font, str(folder / FONT), options)
    rules = (f'.bi-{name}::before{{content:"\\{code:x}"}}\n' for name, code in wanted.items())
    (folder / STYLE).write_text(_FRAME + "".join(rules), "utf-8")
    shutil.copyfile(vendor / "bootstrap-icons/LICENSE.txt", folder / "LICENSE.txt")
