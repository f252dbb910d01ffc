"""What all workers of one test run share: stores are made once by whoever needs them first, the others copy them."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

VARIABLE = "SITCENTER_TEST_SHARED"
DATABASES = "databases.txt"


def folder() -> Path:
    """The folder of this run. RuntimeError outside of one."""
    found = os.environ.get(VARIABLE, "")
    if not found:
        raise RuntimeError(VARIABLE)
    return Path(found)


def begin() -> Callable[[], None] | None:
    """Open a run and give the function that ends it; nothing in a worker, which finds the run of its master."""
    if os.environ.get(VARIABLE):
        return None
    made = Path(tempfile.mkdtemp(prefix="sitcenter-tests-"))
    os.environ[VARIABLE] = str(made)

    def end() -> None:
        _drop_databases(made)
        shutil.rmtree(made, ignore_errors=True)
        os.environ.pop(VARIABLE, None)

    return end


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(name: str, make: Callable[[], str]) -> str:
    """What `make` gives, a path or an address, made by the first of all workers that asks for the name."""
    known = folder() / f"{name}.txt"
    with _alone(name):
        if not known.exists():
            known.write_text(make(), "utf-8")
        return known.read_text("utf-8")


def note_database(url: str) -> str:
    """Have a database dropped at the end of the run; its address."""
    with (folder() / DATABASES).open("a", encoding="utf-8") as file:
        file.write(url + "\n")
    return url


def _drop_databases(made: Path) -> None:
    listed = made / DATABASES
    for url in listed.read_text("utf-8").split() if listed.exists() else ():
        address = make_url(url)
        admin = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
        with psycopg.connect(admin, autocommit=True) as conn:
            name = sql.Identifier(str(address.database))
            conn.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
