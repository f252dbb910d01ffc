"""Commands of the store: `python -m data import | status | build | user add`; more stand in cli_live.py."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from config import clock, i18n
from config.check import check_words
from config.city import load_city
from config.policy import Role
from config.records import RecordError
from config.settings import Settings
from data.accounts import AccountError, add_account, set_body
from data.build import BuildError, build, remove_synthetic
from data.cli_live import add_commands
from data.loading.log import write_refusals
from data.loading.pipeline import import_source
from data.loading.report import LoadReport
from data.queries.status import SourceStatus, source_status
from data.starting import starting
from data.store import Store, StoreError, explain
from layers import layers_of

SHOWN = 10
Bar = Callable[[int, int, str], None]
Said = Callable[..., str]


class CommandError(Exception):
    """A command cannot be carried out; the message is the sentence for the person."""


def make_cli(lang: i18n.Lang) -> typer.Typer:
    """The commands with their help in a language."""

    def said(key: str, **values: object) -> str:
        return i18n.t(lang, f"cli.{key}", **values)

    cli = typer.Typer(help=said("about"), add_completion=False, no_args_is_help=True, rich_markup_mode=None)
    users = typer.Typer(help=said("user.about"), no_args_is_help=True, rich_markup_mode=None)
    cli.add_typer(users, name="user")

    @cli.command("import", help=said("import.about"))
    def _import(
        source: Annotated[str, typer.Argument(help=said("import.source"))],
        file: Annotated[Path, typer.Argument(help=said("import.file"))],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=said("import.dry_run"))] = False,
    ) -> None:
        raise typer.Exit(import_file(lang, source, file, dry_run=dry_run))

    @cli.command("status", help=said("status.about"))
    def _status() -> None:
        show_status(lang)

    @cli.command("build", help=said("build.about"))
    def _build() -> None:
        fill(lang)

    _add_user_commands(users, lang, said)
    users.callback()(lambda: None)
    add_commands(cli, lang, opened)
    return cli


def _add_user_commands(users: typer.Typer, lang: i18n.Lang, said: Said) -> None:
    """Commands of accounts."""

    @users.command("add", help=said("user_add.about"))
    def _add(
        name: Annotated[str, typer.Argument(help=said("user_add.name"))],
        role: Annotated[str, typer.Option("--role", help=said("user_add.role", roles=", ".join(Role)))],
        district: Annotated[str | None, typer.Option("--district", help=said("user_add.district"))] = None,
        body: Annotated[str | None, typer.Option("--body", help=said("user_add.body"))] = None,
        password_stdin: Annotated[bool, typer.Option("--password-stdin", help=said("user_add.stdin"))] = False,
    ) -> None:
        add_user(lang, name, role, (district, body), stdin=password_stdin)

    @users.command("body", help=said("user_body.about"))
    def _body(
        name: Annotated[str, typer.Argument(help=said("user_add.name"))],
        body: Annotated[str, typer.Argument(help=said("user_body.body"))] = "",
    ) -> None:
        change_body(lang, name, body)


@contextmanager
def opened() -> Iterator[tuple[Store, Settings]]:
    """The store of the settings; whatever is wrong becomes one sentence."""
    settings = read_settings()
    city = load_city(settings.city)
    layers = layers_of(city, demo=settings.demo)
    check_words(city, layers)
    with starting(settings.store_url):
        store = Store.open(settings.store_url, city, layers)
    try:
        yield store, settings
    finally:
        store.close()


def read_settings() -> Settings:
    """Settings of this process; CommandError naming the variable whose value cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "SITCENTER_" + "_".join(str(part) for part in first["loc"]).upper()
        key = first["msg"].removeprefix("Value error, ")
        reason = i18n.t(language(), key) if i18n.has(language(), key) else key
        sentence = i18n.t(language(), "start.setting", name=name, value=first["input"], reason=reason)
        raise CommandError(sentence) from error


def language() -> i18n.Lang:
    """Language of the settings; the default one while the settings are wrong."""
    try:
        return Settings().lang
    except ValidationError:
        return "ru"


@contextmanager
def drawn(lang: i18n.Lang, console: Console) -> Iterator[Bar]:
    """A bar on the terminal to call with steps done, all steps and what is being done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(done: int, total: int, label: str) -> None:
            key = f"load.step.{label}"
            words = i18n.t(lang, key) if i18n.has(lang, key) else label
            bar.update(task, completed=done, total=total, description=words)

        yield step


def import_file(lang: i18n.Lang, source: str, file: Path, *, dry_run: bool) -> int:
    """Load a file and say what became of it; 0 when it stands in the store (or would), 1 otherwise."""
    out = Console(soft_wrap=True)
    with opened() as (store, settings):
        record = store.city.source(source)
        if record is not None and record.origin == "synthetic" and not settings.demo:
            raise CommandError(i18n.t(lang, "cli.import.no_demo", source=source))
        with drawn(lang, Console(stderr=True)) as bar:
            report = import_source(store, source, file, dry_run=dry_run, by_user="cli", progress=bar)
        _summary(lang, out, report)
        if report.refusals:
            name = f"{report.load_id}.csv" if report.load_id else f"dry-run-{source}.csv"
            path = settings.home / "reports" / name
            write_refusals(report, path)
            _refused(lang, out, report)
            out.print(i18n.t(lang, "cli.import.report", path=path), markup=False, highlight=False)
    return 0 if report.status in ("ok", "unchanged", "dry_run") else 1


def _summary(lang: i18n.Lang, out: Console, report: LoadReport) -> None:
    status = i18n.t(lang, f"load.status.{report.status}")
    lines = [i18n.t(lang, "cli.import.summary", source=report.source, file=report.file_name, status=status)]
    if report.message:
        lines.append(report.said(lang))
    lines.append("; ".join(
        f"{i18n.t(lang, f'load.count.{name}')} {i18n.number(lang, getattr(report.counts, name))}"
        for name in ("read", "added", "changed", "closed", "unchanged", "refused")
    ))  # fmt: skip
    lines += [i18n.t(lang, f"load.note.{note}", count=i18n.number(lang, n)) for note, n in report.notes.items() if n]
    for line in lines:
        out.print(line, markup=False, highlight=False)


def _refused(lang: i18n.Lang, out: Console, report: LoadReport) -> None:
    table = Table(*(i18n.t(lang, f"cli.column.{name}") for name in ("row_no", "field", "reason", "value")))
    for refusal in report.refusals[:SHOWN]:
        key = f"load.reason.{refusal.reason}"
        reason = i18n.t(lang, key) if i18n.has(lang, key) else refusal.reason
        table.add_row(*map(_plain, (str(refusal.row_no), refusal.field, reason, refusal.value)))
    out.print(table)
    if report.counts.refused > SHOWN:
        out.print(i18n.t(lang, "cli.import.more", shown=SHOWN, count=report.counts.refused), markup=False)


def _plain(value: str) -> str:
    """Text of a file for the terminal: neither markup nor control characters act."""
    return escape("".join(c if c.isprintable() else " " for c in value))


def show_status(lang: i18n.Lang) -> None:
    """Print the table of sources."""
    with opened() as (store, _settings):
        city = store.city
        with store.read() as conn:
            states = source_status(conn, city, clock.today(city.timezone))
    names = ("source", "rows", "data_date", "age", "rhythm", "freshness", "loaded", "last")
    table = Table(title=i18n.t(lang, "cli.status.title", city=city.names[lang]))
    for name in names:
        table.add_column(i18n.t(lang, f"cli.status.{name}"), justify="right" if name in ("rows", "age") else "left")
    for state in states:
        table.add_row(*_state_row(lang, state, city.timezone))
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _state_row(lang: i18n.Lang, state: SourceStatus, zone: str) -> tuple[str, ...]:
    there = clock.local(state.loaded_at, zone).replace(tzinfo=None) if state.loaded_at else None
    loaded = there.isoformat(" ", "minutes") if there else i18n.NO_DATA
    return (
        state.source, i18n.number(lang, state.total), i18n.date(lang, state.data_date, "short"),
        i18n.number(lang, state.age_days), i18n.t(lang, f"load.rhythm.{state.rhythm}"),
        i18n.t(lang, f"load.freshness.{state.freshness}"), loaded,
        i18n.t(lang, f"load.status.{state.last_status}") if state.last_status else i18n.NO_DATA,
    )  # fmt: skip


def fill(lang: i18n.Lang) -> None:
    """Load the seeds of the city that were never loaded; without demo rows remove those that are there."""
    out = Console()
    with opened() as (store, settings), starting(settings.store_url):
        if not settings.demo and (gone := remove_synthetic(store)):
            out.print(i18n.t(lang, "cli.build.removed", count=i18n.number(lang, gone)))
        with drawn(lang, Console(stderr=True)) as bar:
            reports = build(store, demo=settings.demo, progress=bar)
    out.print(i18n.t(lang, "cli.build.done", count=len(reports)) if reports else i18n.t(lang, "cli.build.nothing"))


def add_user(lang: i18n.Lang, name: str, role: str, place: tuple[str | None, str | None], *, stdin: bool) -> None:
    """Add a local account with its district and body; the password is asked for twice, or read from standard input."""
    password = sys.stdin.readline().rstrip("\r\n") if stdin else _asked(lang)
    if not password:
        raise CommandError(i18n.t(lang, "cli.user_add.no_input"))
    with opened() as (store, _settings), store.write() as conn:
        user = add_account(conn, name, role, place[0], password, place[1])
    said = i18n.t(lang, "cli.user_add.done", name=user.name, role=user.role)
    Console(soft_wrap=True).print(said, markup=False, highlight=False)


def change_body(lang: i18n.Lang, name: str, body: str) -> None:
    """Say to which body an official belongs."""
    with opened() as (store, _settings), store.write() as conn:
        user = set_body(conn, name, body or None)
    said = i18n.t(lang, "cli.user_body.done", name=user.name, body=user.body or i18n.NO_DATA)
    Console(soft_wrap=True).print(said, markup=False, highlight=False)


def _asked(lang: i18n.Lang) -> str:
    first: str = typer.prompt(i18n.t(lang, "cli.user_add.password"), hide_input=True)
    again: str = typer.prompt(i18n.t(lang, "cli.user_add.again"), hide_input=True)
    if first != again:
        raise CommandError(i18n.t(lang, "cli.user_add.differ"))
    return first


def main() -> int:
    """Run a command; what hinders it is said in one sentence on standard error, exit code 1 then."""
    lang = language()
    try:
        make_cli(lang)()
    except BuildError as error:
        sentence = error.report.said(lang)
    except (StoreError, AccountError) as error:
        sentence = i18n.t(lang, error.key, **error.values)
    except RecordError as error:
        sentence = i18n.t(lang, "start.record", reason=error)
    except CommandError as error:
        sentence = str(error)
    except DBAPIError as error:
        fault = explain(error, Settings().store_url)
        sentence = i18n.t(lang, fault.key, **fault.values)
    except Exception as error:  # noqa: BLE001 -- a person at the terminal gets a sentence, whatever went wrong
        sentence = i18n.t(lang, "cli.failed", cause=f"{type(error).__name__}: {error}")
    else:
        return 0
    sys.stderr.write(sentence + "\n")
    return 1
