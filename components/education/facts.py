"""What the page of education stands on, under the filters of its address, with where each figure is from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import flask

from analysis.meal_alerts import Alert, alerts, last_day
from analysis.school_load import Load, load_of
from components.basics import Child, link
from components.context import Context
from components.map_words import district_words, row_title
from components.module.ask import Ask, code_of
from config.city import Source
from config.settings import Settings, get_settings
from data.queries import education as query
from data.queries.education import KINDERGARTEN, ORGS, SCHOOL, SITES, MealEvent, Org, Site

SETTINGS = "sitcenter_settings"


@dataclass(frozen=True)
class Facts:
    """Organizations, sites and meals under the filters; `all_orgs` and `all_meals` are those of the whole city."""

    orgs: tuple[Org, ...]
    all_orgs: tuple[Org, ...]
    sites: tuple[Site, ...]
    meals: tuple[MealEvent, ...]
    all_meals: tuple[MealEvent, ...]
    alerts: tuple[Alert, ...]
    as_of: date | None

    def of(self, kind: str) -> list[Org]:
        """Organizations of a kind under the filters."""
        return [org for org in self.orgs if org.kind == kind]

    @property
    def schools(self) -> Load:
        """Load of the schools."""
        return load_of(self.of(SCHOOL))

    @property
    def gardens(self) -> Load:
        """Load of the kindergartens."""
        return load_of(self.of(KINDERGARTEN))

    def org(self, org_id: str) -> Org | None:
        """Organization of an id, whether the filters keep it or not."""
        return next((org for org in self.all_orgs if org.id == org_id), None)


def facts(ctx: Context, ask: Ask) -> Facts:
    """Read all of it; every row is one that the reader may see."""
    store = ctx.store
    with store.read() as conn:
        everything = query.organizations(conn, store, ctx.user)
        sites = query.sites(conn, store, ctx.user)
        meals = query.meal_events(conn, store, ctx.user)
    orgs = tuple(org for org in everything if kept_by(ask, org.district, org.row))
    ids = {org.id for org in orgs}
    own = tuple(event for event in meals if event.org in ids)
    today = last_day(meals)
    return Facts(
        orgs, everything, tuple(site for site in sites if ask.district in (None, site.district)),
        tuple(event for event in own if in_period(ask, event.day)), meals,
        tuple(alerts(own, today)) if today else (), today,
    )  # fmt: skip


def kept_by(ask: Ask, district: str, row: Mapping[str, Any]) -> bool:
    """Whether district and choices of the address keep a row, as the store's filters do."""
    if ask.district not in (None, district):
        return False
    return all(row.get(name) is not None and code_of(row[name]) in codes for name, codes in ask.choices.items())


def in_period(ask: Ask, day: date) -> bool:
    """Whether a day lies in the period of the address."""
    return (ask.since is None or ask.since <= day) and (ask.until is None or day <= ask.until)


def source_of(ctx: Context, rows: Iterable[Mapping[str, Any]]) -> tuple[Source | None, date | None, str | None]:
    """Source that most rows come from, their latest day, and the origin: synthetic when any row is."""
    listed = list(rows)
    if not listed:
        return None, None, None
    name = Counter(str(row["source"]) for row in listed).most_common(1)[0][0]
    origins = {str(row["origin"]) for row in listed}
    days = [row["data_date"] for row in listed if row["data_date"]]
    origin = "synthetic" if "synthetic" in origins else min(origins)
    return ctx.store.city.source(name), max(days, default=None), origin


def org_link(ctx: Context, org: Org) -> Child:
    """Name of an organization that leads to its card."""
    return link(row_title(ctx, org.row), f"/o/{ORGS}.{org.id}")


def site_link(ctx: Context, site: Site) -> Child:
    """Name of a site that leads to its card."""
    return link(row_title(ctx, site.row), f"/o/{SITES}.{site.id}")


def place(ctx: Context, code: str) -> str:
    """Name of a district."""
    return district_words(ctx, code)


def whole(ctx: Context, value: float | None) -> str:
    """A whole number, or a dash."""
    return ctx.number(value, 0)


def pct(ctx: Context, value: float | None) -> str:
    """Per cent without decimals, or a dash."""
    return ctx.t("education.pct", value=ctx.number(value, 0)) if value is not None else ctx.number(None)


def codes(ctx: Context) -> Sequence[str]:
    """Codes of the districts of the city."""
    return [district.id for district in ctx.store.city.districts]


def home() -> Path:
    """Home folder of the running program, where the road graph is kept."""
    running: Settings | None = flask.current_app.extensions.get(SETTINGS) if flask.has_app_context() else None
    return (running or get_settings()).home
