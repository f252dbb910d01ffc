"""Writes config/icons.txt anew from our sources: `python -m tests.tools.icon_names`."""

import re
import sys
from pathlib import Path

from config.icons import NAMES, known
from config.settings import ROOT
from config.vendor import ensure_vendor

FOLDERS = ("api", "assets", "callbacks", "components", "config", "data", "layers", "pages", "reports")
KINDS = (".py", ".js", ".mjs", ".toml", ".css")
_QUOTED = re.compile(r"""["'`]([a-z0-9]+(?:-[a-z0-9]+)*)["'`]|\bbi-([a-z0-9-]+)""")


def words(root: Path = ROOT) -> set[str]:
    """Everything in our sources that could be the name of an icon."""
    paths = (path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in KINDS)
    return {word for path in paths for pair in _QUOTED.findall(path.read_text("utf-8")) for word in pair if word}


def used(vendor: Path) -> list[str]:
    """Names of icons of the library that stand in our sources, in order; some are other words that look the same."""
    return sorted(words() & known(vendor).keys())


def main() -> None:
    """Write the file."""
    found = used(ensure_vendor(ROOT / "var"))
    NAMES.write_text("\n".join(found) + "\n", "utf-8")
    sys.stdout.write(f"{len(found)} icons\n")


if __name__ == "__main__":
    main()
