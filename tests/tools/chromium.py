"""Finds the system's Chromium and names the flags with which it draws maps without a video card."""

import os
import shutil

VARIABLE = "SITCENTER_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)


class ChromiumError(RuntimeError):
    """There is no Chromium on this machine."""


def chromium() -> str:
    """Path of the browser. ChromiumError when there is none."""
    found = os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise ChromiumError("Chromium is not installed: run “make setup”.")
    return found
