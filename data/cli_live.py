"""Commands of what lives elsewhere and of quality: `python -m data fetch | check | remote check`."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import Annotated

import typer
from rich.console import Console

from config import i18n
from config.settings import Settings
from data.fetching.client import Fetcher
from data.fetching.run import fetch_source
from data.fetching.state import scheduled
from data.loading.report import say
from data.quality.run import check_all, check_source
from data.remote.check import check_all as check_remote
from data.remote.service import Remote
from data.store import Store

Opened = Callable[[], AbstractContextManager[tuple[Store, Settings]]]
FINE = frozenset({"changed", "unchanged", "not_modified", "not_due"})


def add_commands(cli: typer.Typer, lang: i18n.Lang, opened: Opened) -> None:
    """Add the commands; `opened` gives store and settings."""
    remote = typer.Typer(help=i18n.t(lang, "remote.cli.about"), no_args_is_help=True, rich_markup_mode=None)
    cli.add_typer(remote, name="remote")

    @cli.command("fetch", help=i18n.t(lang, "fetch.cli.about"))
    def _fetch(
        source: Annotated[str, typer.Argument(help=i18n.t(lang, "fetch.cli.source"))] = "",
        now: Annotated[bool, typer.Option("--now", help=i18n.t(lang, "fetch.cli.now"))] = False,
    ) -> None:
        with opened() as (store, settings):
            raise typer.Exit(fetch(lang, store, settings, source, force=now))

    @cli.command("check", help=i18n.t(lang, "quality.cli.about"))
    def _check(source: Annotated[str, typer.Argument(help=i18n.t(lang, "quality.cli.source"))] = "") -> None:
        with opened() as (store, _settings):
            raise typer.Exit(check(lang, store, source))

    @remote.command("check", help=i18n.t(lang, "remote.cli.check"))
    def _remote() -> None:
        with opened() as (store, settings):
            raise typer.Exit(check_layers(lang, store, settings))

    @remote.callback()
    def _layers() -> None:
        pass


def _say(words: str) -> None:
    Console(soft_wrap=True).print(words, markup=False, highlight=False)


def fetch(lang: i18n.Lang, store: Store, settings: Settings, source: str, *, force: bool) -> int:
    """Fetch one source or all that are due; 0 when none failed."""
    wanted = [one for one in scheduled(store.city) if source in ("", one.id)]
    if not wanted:
        _say(i18n.t(lang, "fetch.cli.unknown", source=source) if source else i18n.t(lang, "fetch.cli.none"))
        return 1 if source else 0
    bad = 0
    with closing(Fetcher(private=settings.fetch_private)) as fetcher:
        for one in wanted:
            found = fetch_source(store, one, fetcher, settings.home, force=force)
            outcome = i18n.t(lang, f"fetch.outcome.{found.outcome}")
            line = i18n.t(lang, "fetch.cli.line", source=one.id, outcome=outcome, message=say(lang, found.message))
            _say(line.strip())
            bad += found.outcome not in FINE
    return 1 if bad else 0


def check(lang: i18n.Lang, store: Store, source: str) -> int:
    """Run the checks of one source or of all that were loaded."""
    if source and store.city.source(source) is None:
        known = ", ".join(one.id for one in store.city.sources)
        _say(i18n.t(lang, "load.no_source", source=source, known=known))
        return 1
    found = {source: check_source(store, source)} if source else check_all(store)
    _say(i18n.t(lang, "quality.cli.done", count=sum(found.values()), sources=len(found)))
    return 0


def check_layers(lang: i18n.Lang, store: Store, settings: Settings) -> int:
    """Ask the servers of all layers from elsewhere; 0 when every record fits."""
    if not store.city.remote:
        _say(i18n.t(lang, "remote.cli.none"))
        return 0
    with closing(Fetcher(private=settings.fetch_private)) as fetcher:
        found = check_remote(Remote(store.city, settings.home, fetcher))
    for one in found:
        for fault in one.faults:
            _say(i18n.t(lang, "remote.cli.bad", layer=one.record.id, message=say(lang, fault)))
        if not one.faults:
            _say(i18n.t(lang, "remote.cli.ok", layer=one.record.id))
    return 1 if any(one.faults for one in found) else 0
