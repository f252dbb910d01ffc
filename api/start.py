"""Steps of the start: settings, secret, port, store; each failure is one sentence, never a traceback."""

import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config import i18n
from config.check import check_words
from config.city import load_city
from config.settings import Settings
from data import build_cache
from data.starting import starting
from data.store import Store
from layers import layers_of

KEY_BYTES = 32
Progress = Callable[[str, int, int], None]


class StartError(Exception):
    """The program cannot start; `key` names the sentence in the locales, `values` its places."""

    def __init__(self, key: str, **values: object) -> None:
        """Remember the sentence's key and values."""
        super().__init__(f"{key} {values}")
        self.key, self.values = key, values


def lang() -> i18n.Lang:
    """Language of what is said before the settings are known to be right."""
    wished = os.environ.get("SITCENTER_LANG", "")
    return next((known for known in i18n.LANGS if known == wished), "ru")


def read_settings() -> Settings:
    """Settings of this process. Raises StartError naming the variable whose value cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "SITCENTER_" + "_".join(str(part) for part in first["loc"]).upper()
        raise StartError("start.setting", name=name, value=first["input"], reason=_reason(first)) from error


def _reason(fault: Mapping[str, Any]) -> str:
    """Why a value cannot be used, in words of ours where there are some."""
    own, kind = fault["msg"].removeprefix("Value error, "), f"start.reason.{fault['type']}"
    if i18n.has(lang(), own):
        return i18n.t(lang(), own)
    return i18n.t(lang(), kind, **fault.get("ctx", {})) if i18n.has(lang(), kind) else str(own)


def secret_of(settings: Settings) -> str:
    """Key that signs sessions: the setting, else the one kept in the home folder (made at the first start)."""
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    path = settings.home / "secret"
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not _kept_secret(path):
            _keep_secret(path)
    except OSError as error:
        raise StartError("store.folder", folder=settings.home) from error
    return _kept_secret(path)


def _kept_secret(path: Path) -> str:
    """The key in the file; empty when there is none or its writer was stopped before a word."""
    return path.read_text("ascii").strip() if path.exists() else ""


def _keep_secret(path: Path) -> None:
    """Write a key, whole at once; of two processes that do so at the same time the first one's stays."""
    descriptor, made = tempfile.mkstemp(prefix=".secret-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
        if path.exists() and not path.stat().st_size:
            path.unlink(missing_ok=True)
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            Path(made).replace(path)
    finally:
        Path(made).unlink(missing_ok=True)


def listen(settings: Settings) -> socket.socket:
    """The socket of the server, bound before the long work. Raises StartError when the port is not to be had."""
    found = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((settings.host, settings.port))
    except (OSError, OverflowError) as error:
        found.close()
        raise StartError("start.port", host=settings.host, port=settings.port, other=settings.port + 1) from error
    return found


def address(settings: Settings) -> str:
    """Address at which the program is reached."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def open_store(settings: Settings, step: Progress) -> Store:
    """The store of the settings, filled with the shipped data when it is empty.

    Raises StoreError, RecordError, StartError when a seed cannot be loaded.
    """
    from data.build import BuildError, build, needs_build  # noqa: PLC0415 -- readers of files are needed at the first start only

    city = load_city(settings.city)
    layers = layers_of(city, demo=settings.demo)
    check_words(city, layers)
    # Of several processes that start at once over an empty store one fills it, the others wait and find it full.
    with starting(settings.store_url, lambda: step("start.waits", 0, 0)):
        fresh = not build_cache.restore(settings) and build_cache.is_fresh(settings)
        found = Store.open(settings.store_url, city, layers)
        if needs_build(found, demo=settings.demo):
            names = {source.id: source.names[settings.lang] for source in city.sources}
            try:
                build(found, demo=settings.demo, progress=lambda at, end, source: step(names.get(source, ""), at, end))
            except BuildError as error:
                found.close()
                raise StartError(
                    "start.build", source=names[error.report.source], reason=error.report.said(settings.lang)
                ) from error
            if fresh:
                build_cache.keep(settings)
    return found


@contextmanager
def progress(speech: i18n.Lang) -> Iterator[Progress]:
    """A bar to call with the locale key of the present step, steps done and all steps; drawn on a terminal only."""
    from rich import progress as parts  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415 -- needed at the first start only

    columns = (
        parts.TextColumn("{task.description}"), parts.BarColumn(), parts.TextColumn("{task.completed}/{task.total}"),
        parts.TimeElapsedColumn(),
    )  # fmt: skip
    with parts.Progress(*columns, console=Console(file=sys.stderr), transient=True) as drawn:
        task = drawn.add_task("", total=None, visible=False)

        def step(key: str, done: int, total: int) -> None:
            words = i18n.t(speech, key) if i18n.has(speech, key) else key
            drawn.update(task, description=words, completed=done, total=total, visible=True)

        yield step
