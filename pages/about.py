"""What the system is, versions, how figures are marked, licences of data and libraries, accessibility."""

import platform
import re
from importlib import metadata

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import breadcrumbs, link, outside, page_head, section, table
from components.context import Context
from config import __version__
from config.attribution import attribution
from config.city import Source
from config.settings import ROOT
from config.vendor import libraries
from data.queries.status import Freshness
from pages import PageRecord

ORIGINS = ("open", "official", "model", "synthetic", "user")
AGES: tuple[Freshness, ...] = ("fresh", "late", "static", "unknown")
NAME = re.compile(r"[A-Za-z0-9._-]+")
LICENCE_CHARS = 40


def _what(ctx: Context) -> Component:
    rows = [
        ("version", __version__), ("python", platform.python_version()),
        ("engine", ctx.t(f"about.engine.{ctx.store.kind}")),
        ("city", ctx.words(ctx.store.city.names)), ("country_code", ctx.store.city.kato),
    ]  # fmt: skip
    facts = [part for key, said in rows for part in (html.Dt(ctx.t(f"about.fact.{key}")), html.Dd(said))]
    return html.Div([html.P(ctx.t("about.what")), html.P(ctx.t("about.principle")), html.Dl(facts, className="facts")],
                    className="prose")  # fmt: skip


def _marks(ctx: Context) -> Component:
    origins = [html.Li([badges.origin_badge(ctx, name), html.Span(ctx.t(f"about.origin.{name}"))]) for name in ORIGINS]
    today = badges.city_today(ctx)
    ages = [
        html.Li([badges.badge(f"age-{name}", ctx.t(f"badge.age.{name}", date=ctx.date(today)), badges.ICONS[name]),
                 html.Span(ctx.t(f"about.age.{name}"))])
        for name in AGES
    ]  # fmt: skip
    doubt = html.Li([badges.doubt_badge(ctx), html.Span(ctx.t("about.doubt"))])
    return html.Div(
        [
            html.P(ctx.t("about.marks")),
            html.Ul([*origins, *ages, doubt], className="legend"),
            html.P(ctx.t("about.dash")),
        ]
    )


def licence(ctx: Context, source: Source) -> Component | str:
    """Licence of a source with the way to its text."""
    name = badges.licence_words(ctx, source.licence)
    return outside(name, source.licence_url) if source.licence_url else name


def _sources(ctx: Context) -> Component:
    heads = [ctx.t(f"about.column.{name}") for name in ("source", "body", "licence", "attribution")]
    bodies = {body.id: body for body in ctx.store.city.bodies}
    rows = [
        [ctx.words(s.names), ctx.words(bodies[s.body].names), licence(ctx, s), attribution(s, ctx.lang)]
        for s in ctx.store.city.sources
    ]
    return table(ctx.t("about.sources.caption"), heads, rows)


def packages() -> list[str]:
    """Names of the packages that the program asks for, as its list of requirements has them."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    found = (NAME.match(line) for line in lines if not line.startswith(("#", "-")))
    return sorted({match.group().lower() for match in found if match})


def _package_licence(name: str) -> str:
    found = metadata.metadata(name)
    words = next((found[name] for name in ("License-Expression", "License") if name in found), "") or ""
    if not words or len(words) > LICENCE_CHARS:
        named = [c.split("::")[-1].strip() for c in found.get_all("Classifier") or [] if c.startswith("License")]
        words = named[-1] if named else words.splitlines()[0][:LICENCE_CHARS] if words else ""
    return words


def _libraries(ctx: Context) -> Component:
    heads = [ctx.t(f"about.column.{name}") for name in ("library", "version", "licence", "where")]
    rows: list[list[object]] = [
        [lib.title, lib.version, lib.licence, ctx.t("about.where.browser")] for lib in libraries()
    ]
    for name in packages():
        try:
            rows.append([name, metadata.version(name), _package_licence(name), ctx.t("about.where.server")])
        except metadata.PackageNotFoundError:
            continue
    return table(ctx.t("about.libraries.caption"), heads, rows)


def _accessibility(ctx: Context) -> Component:
    items = [
        html.Li(ctx.t(f"about.access.{name}")) for name in ("keyboard", "reader", "contrast", "phone", "twin", "limits")
    ]
    return html.Div([html.P(ctx.t("about.access.intro")), html.Ul(items)], className="prose")


def layout(ctx: Context) -> Component:
    """The page about the system."""
    title = ctx.t("page.about.title")
    to_data = link(ctx.t("about.to_data"), "/about/data", "button button-quiet")
    return html.Div(
        [
            breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title),
            page_head(title, ctx.t("about.question"), to_data),
            section(ctx.t("about.what_title"), _what(ctx), "what"),
            section(ctx.t("about.marks_title"), _marks(ctx), "origin"),
            section(ctx.t("about.sources.title"), _sources(ctx), "licences", note=ctx.t("about.sources.note")),
            section(ctx.t("about.access_title"), _accessibility(ctx), "accessibility"),
            section(ctx.t("about.libraries.title"), _libraries(ctx), "libraries", note=ctx.t("about.libraries.note")),
        ]
    )


PAGES = (PageRecord("about", "/about", layout),)
