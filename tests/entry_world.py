"""A store with the development plan and people of two bodies, for tests of entered values."""

from datetime import datetime
from pathlib import Path

import openpyxl

from config.entry import Desk
from config.policy import Role, User
from data.entry.check import Wish
from data.entry.desks import Line, desk_of, lines
from data.store import Store
from tests import city_world, indicator_world

EDUCATION = "education-dept"
AIGUL = User("aigul", Role.OFFICIAL, body=EDUCATION)
BERIK = User("berik", Role.OFFICIAL, body=EDUCATION)
HEALTH = User("dana", Role.OFFICIAL, body="dept-health")
CITY = User("official", Role.OFFICIAL)
STAFF = User("staff", Role.DISTRICT_STAFF, "medeu")
ADMIN = User("admin", Role.ADMIN)
ANALYST = User("analyst", Role.ANALYST)
EARLY = datetime(2025, 3, 1, 12, 0, 0)


def plan_loaded(store: Store) -> Store:
    """The store with the indicators of the plan."""
    indicator_world.load(store, "plan2025", EARLY)
    return store


def planned(engine: str, server: str) -> str:
    """Address of a store with the indicators of the plan, made once for all workers; it is only copied."""
    return city_world.filled("plan", engine, server, plan_loaded)


def desk(store: Store, body: str) -> Desk:
    """The desk of a body."""
    found = desk_of(store.city, body)
    assert found is not None
    return found


def line_of(store: Store, user: User, body: str, code: str) -> Line:
    """The first series of an indicator at a desk."""
    with store.read() as conn:
        return next(line for line in lines(conn, store, user, desk(store, body)) if line.code == code)


def a_wish(value: str, period: str = "2023", reason: str = "", kind: str = "fact") -> Wish:
    """What somebody typed."""
    return Wish(kind, period, value, reason)


def filled(given: bytes, path: Path, values: dict[str, dict[str, object]]) -> Path:
    """A template with cells of some series filled in: by series, column number (from 1) and value."""
    path.write_bytes(given)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for column, value in values.get(str(row[0].value), {}).items():
            row[int(column) - 1].value = value
    book.save(path)
    return path
