"""Writes the sha256 of every listed file into files.toml again, after package.json and the lock file were changed."""

import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

from config.npm import install
from config.vendor import RUN_TIME, TESTS_ONLY

LINE = re.compile(r'(from = "([^"]+)".*sha256 = ")[0-9a-f]*(")')


def rewrite(folder: Path) -> int:
    """Fetch what the lock file of `folder` names and rewrite the hashes of its files.toml; the number of files."""
    with tempfile.TemporaryDirectory() as work:
        modules = install(Path(shutil.copytree(folder, Path(work) / "project")))

        def fresh(match: re.Match[str]) -> str:
            return match[1] + hashlib.sha256((modules / match[2]).read_bytes()).hexdigest() + match[3]

        text, count = LINE.subn(fresh, (folder / "files.toml").read_text("utf-8"))
    (folder / "files.toml").write_text(text, "utf-8")
    return count


if __name__ == "__main__":
    for manifest in (RUN_TIME, TESTS_ONLY):
        sys.stdout.write(f"{manifest.name}: {rewrite(manifest)}\n")
