"""Who looks at the page, in which language and theme, and the store behind it: handed to every page and component."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import flask

from config import clock, i18n
from config.policy import VISITOR, Action, Thing, User, may
from config.records import Words
from data.store import Store

Theme = Literal["light", "dark"]
EXTENSION = "sitcenter"


@dataclass(frozen=True)
class Context:
    """One request's view of the program; pages take it as their only argument."""

    store: Store
    user: User = VISITOR
    lang: i18n.Lang = "ru"
    theme: Theme = "light"
    path: str = "/"
    query: Mapping[str, str] = field(default_factory=dict)

    def t(self, key: str, **values: object) -> str:
        """Words of a key in the reader's language."""
        return i18n.t(self.lang, key, **values)

    def n(self, key: str, count: int) -> str:
        """Words with a count in the reader's language."""
        return i18n.n(self.lang, key, count)

    def number(self, value: float | None, digits: int | None = None) -> str:
        """A number in the reader's language."""
        return i18n.number(self.lang, value, digits)

    def date(self, value: dt.date | None) -> str:
        """A date in the reader's language."""
        return i18n.date(self.lang, value)

    def local(self, at: dt.datetime) -> dt.datetime:
        """A time of the store (UTC) by the clocks of the city."""
        return clock.local(at, self.store.city.timezone)

    def local_day(self, at: dt.datetime | None) -> dt.date | None:
        """The day on which the clocks of the city showed a time of the store."""
        return self.local(at).date() if at else None

    def moment(self, at: dt.datetime | None) -> str:
        """A time of the store as day and time of the city in the reader's language; a dash for none."""
        if at is None:
            return i18n.NO_DATA
        there = self.local(at)
        return f"{self.date(there.date())}, {there:%H:%M}"

    def words(self, words: Words) -> str:
        """Words of a record in the reader's language."""
        return words[self.lang]

    def may(self, action: Action, thing: Thing) -> bool:
        """Whether the reader may do the action with the thing, by the one policy."""
        return may(self.user, action, thing)


def store() -> Store:
    """The store of the running application (set by app.py as a Flask extension)."""
    found = flask.current_app.extensions[EXTENSION]
    if not isinstance(found, Store):
        raise TypeError(EXTENSION)
    return found


def current(path: str = "/", query: Mapping[str, str] | None = None) -> Context:
    """Context of the present request; user, language and theme were put into `flask.g` before it."""
    return Context(
        store=store(), user=flask.g.get("user", VISITOR), lang=flask.g.get("lang", "ru"),
        theme=flask.g.get("theme", "light"), path=path, query=query or {},
    )  # fmt: skip
