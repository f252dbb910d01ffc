"""A throw-away PostGIS for tests: `python -m tests.tools.postgis [--memory] -- COMMAND…` runs a command beside it.

With `--memory` its files stay in memory where there is room: copies of databases come some ten times faster.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from uuid import uuid4

import psycopg
from psycopg import sql

VARIABLE = "SITCENTER_TEST_POSTGIS"
TEMPLATE = "sitcenter_template"
VERSIONS = Path("/usr/lib/postgresql")
MEMORY, MEMORY_BYTES, MEMORY_FLAG = Path("/dev/shm"), 6_000_000_000, "--memory"  # noqa: S108 -- a folder of our own in it
SUPERUSER = "postgres"
START_TRIES = 3
START_SECONDS = 60
INTERRUPT_SECONDS = 10
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=2GB -c shared_buffers=128MB"
MISSING = (
    f"{VARIABLE} names no PostGIS server. Run “make test” or put “python -m tests.tools.postgis --” before the command."
)


class PostgisError(RuntimeError):
    """The throw-away server cannot be started; the message says why."""


def server_from_environment() -> str:
    """Address of the server that the tests may use, ending with a slash. PostgisError when there is none."""
    address = os.environ.get(VARIABLE, "")
    if not address:
        raise PostgisError(MISSING)
    return address.rstrip("/") + "/"


def binaries() -> Path:
    """Folder of initdb and pg_ctl of the newest installed PostgreSQL. PostgisError when there is none."""
    found = [path.parent for path in VERSIONS.glob("*/bin/initdb")]
    if not found:
        raise PostgisError(f"PostgreSQL is not installed below {VERSIONS}: run “make setup”.")
    return max(found, key=lambda path: float(path.parent.name))


def _as_owner(command: list[str | Path]) -> list[str]:
    """The command as the user `postgres` when we are root: PostgreSQL refuses to run as root."""
    words = [str(word) for word in command]
    return ["runuser", "-u", SUPERUSER, "--", *words] if os.geteuid() == 0 else words


def _run(command: list[str | Path], log: Path) -> None:
    with log.open("ab") as output:
        done = subprocess.run(
            _as_owner(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            timeout=START_SECONDS,
        )
    if done.returncode != 0:
        tail = log.read_text("utf-8", "replace").strip().splitlines()[-5:]
        raise PostgisError(f"{Path(str(command[0])).name} failed: " + " | ".join(tail))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(folder: Path, log: Path, wished: int = 0) -> int:
    for attempt in range(START_TRIES):
        port = wished or _free_port()
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {FAST}"
        try:
            files: list[str | Path] = ["-D", folder / "data", "-l", folder / "log"]
            _run([binaries() / "pg_ctl", "start", "-w", *files, "-o", options], log)
        except PostgisError:
            if attempt == START_TRIES - 1:
                raise
        else:
            return port
    raise AssertionError


def _make_template(server: str) -> None:
    with psycopg.connect(_plain(server) + "postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    with psycopg.connect(_plain(server) + TEMPLATE, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    with psycopg.connect(_plain(server) + "postgres", autocommit=True) as connection:
        change = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true")
        connection.execute(change.format(sql.Identifier(TEMPLATE)))


def _plain(address: str) -> str:
    return address.replace("postgresql+psycopg://", "postgresql://", 1)


class Server:
    """A running throw-away server: its address (without a database), and how to stop it and start it again."""

    def __init__(self, folder: Path) -> None:
        """Make its files and start it."""
        self.folder, self.log = folder, folder / "setup.log"
        # C.UTF-8 knows upper and lower case of Cyrillic on every system, whatever languages are installed.
        options = ["-A", "trust", "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        _run([binaries() / "initdb", "-D", folder / "data", *options], self.log)
        self.port = _start(folder, self.log)
        self.address = f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/"

    def stop(self) -> None:
        """End it at once, as when its machine loses power; nothing when it has ended already."""
        if not (self.folder / "data" / "postmaster.pid").exists():
            return
        _run([binaries() / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.folder / "data"], self.log)

    def start(self) -> None:
        """Start it again where it was."""
        _start(self.folder, self.log, self.port)


def _place(*, in_memory: bool) -> Path | None:
    """Where the files of a server go: in memory if wished and there is room, None for the usual place."""
    roomy = in_memory and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES
    return MEMORY if roomy else None


@contextmanager
def own_server(*, in_memory: bool = False) -> Iterator[Server]:
    """A fresh server on a free port of 127.0.0.1; ends with all its files."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="sitcenter-pg-", dir=_place(in_memory=in_memory)))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if os.geteuid() == 0:
            owner = pwd.getpwnam(SUPERUSER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        found = Server(folder)
        stack.callback(found.stop)
        _make_template(found.address)
        yield found


@contextmanager
def server(*, in_memory: bool = False) -> Iterator[str]:
    """Address (without a database) of a fresh server."""
    with own_server(in_memory=in_memory) as found:
        yield found.address


def new_database(address: str) -> str:
    """SQLAlchemy address of a new database with PostGIS on the server at `address`; the caller drops it."""
    name = f"t_{uuid4().hex[:12]}"
    with psycopg.connect(_plain(address) + "postgres", autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
        connection.execute(made)
    return address + name


@contextmanager
def fresh_database(address: str) -> Iterator[str]:
    """A new database with PostGIS on the server at `address`; gives its SQLAlchemy address, dropped at the end."""
    url = new_database(address)
    try:
        yield url
    finally:
        with psycopg.connect(_plain(address) + "postgres", autocommit=True) as connection:
            name = sql.Identifier(url.rpartition("/")[2])
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    """Run a command with the server's address in the environment; its exit status."""
    in_memory = arguments[:1] == [MEMORY_FLAG]
    arguments = arguments[1:] if in_memory else arguments
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    # A shell starts what runs in its background with this signal ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with server(in_memory=in_memory) as address:
            if not command:
                sys.stdout.write(f"{VARIABLE}={address}\n")
                sys.stdout.flush()
                signal.pause()
            return _run_beside(command, address)
    except PostgisError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _run_beside(command: list[str], address: str) -> int:
    process = subprocess.Popen(command, env=os.environ | {VARIABLE: address})
    try:
        return process.wait()
    except KeyboardInterrupt:
        # Ctrl-C reaches the command too: it gets the time to say what it has done so far.
        with suppress(subprocess.TimeoutExpired):
            process.wait(INTERRUPT_SECONDS)
        raise
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
