"""Nothing points to a registry or a delivery network, and what runs in a browser points nowhere outside."""

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT, project_files, read, with_suffix

# Written in halves, so that this file does not name them.
HOSTS = [
    "".join(halves)
    for halves in (
        ("registry.np", "mjs"),
        ("registry.yarn", "pkg"),
        ("npm", "mirror"),
        ("py", "pi.org"),
        ("pythonhosted", ".org"),
        ("unp", "kg.com"),
        ("js", "delivr"),
        ("cdn", "js"),
        ("cdn.plot", ".ly"),
        ("esm", ".sh"),
        ("sky", "pack.dev"),
        ("boot", "strapcdn"),
        ("code.jq", "uery.com"),
        ("google", "apis.com"),
        ("gst", "atic.com"),
        ("deb.deb", "ian.org"),
        ("raw.github", "usercontent.com"),
        ("carto", "cdn"),
        ("tile.openstreet", "map.org"),
        ("demotiles.map", "libre.org"),
        ("fonts.openmap", "tiles.org"),
    )
]
ADDRESS = re.compile(r"https?:\\?/\\?/[^\s\"'<>)]*", re.IGNORECASE)
ONLY_NAMES = ("http://www.w3.org/",)


def text(path: Path) -> str | None:
    data = (ROOT / path).read_bytes()
    return None if b"\0" in data[:8000] else data.decode("utf-8", "replace")


def test_no_file_names_a_registry_or_a_delivery_network() -> None:
    found = [
        f"{path}: {host}"
        for path in project_files()
        for content in [(text(path) or "").lower()]
        for host in HOSTS
        if host in content and any(host in address.lower() for address in ADDRESS.findall(content))
    ]
    assert found == []


def test_what_runs_in_a_browser_points_nowhere_outside() -> None:
    found = [
        f"{path}: {address}"
        for path in with_suffix(".js", ".mjs", ".css", ".html", ".svg")
        if path.parts[0] != "tests"
        for address in ADDRESS.findall(read(path))
        if not address.startswith(ONLY_NAMES)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["package.json", "package-lock.json", "requirements.txt", "requirements-dev.txt"])
def test_lists_of_packages_name_no_place_to_get_them_from(name: str) -> None:
    for path in project_files():
        if path.name == name:
            assert not re.search(r'"resolved"|--(extra-)?index-url|--find-links|@ ?https?:', read(path)), path


def test_no_npm_settings_are_shipped() -> None:
    assert [path for path in project_files() if path.name in {".npmrc", "pip.conf", "node_modules"}] == []
