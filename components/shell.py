"""The frame of every screen: skip link, header with menu and switches, banner of demonstration data, footer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components.basics import Child, attrs, hidden, icon, link
from components.context import Context
from config import __version__
from config.i18n import LANGS

LOCATION, ROOT, SHOWN, TITLE, TOAST = "app-location", "app-root", "app-shown", "app-title", "app-toast"
Entry = tuple[str, str, str, bool]
THEMES = {"light": "sun", "dark": "moon-stars", "auto": "circle-half"}


@dataclass(frozen=True)
class Group:
    """Several entries of the menu under one: on a wide screen they open below it, on a phone they stand in the menu."""

    words: str
    icon: str
    entries: list[Entry]


def _here(ctx: Context, **changes: str) -> str:
    """Address of the present page with some of its query changed."""
    return ctx.path + "?" + urlencode({**ctx.query, **changes})


def _languages(ctx: Context) -> Component:
    items = [
        html.Li(
            html.A(
                [ctx.t(f"shell.{lang}_short"), hidden(" – " + ctx.t(f"shell.language.{lang}"))],
                href=_here(ctx, lang=lang), lang=lang, title=ctx.t(f"shell.language.{lang}"),
                **attrs(data_set="lang", data_value=lang, aria_current="true" if lang == ctx.lang else None),
            )
        )
        for lang in LANGS
    ]  # fmt: skip
    return html.Ul(items, className="switch", **attrs(aria_label=ctx.t("shell.languages")))


def _themes(ctx: Context, wish: str) -> Component:
    items = [
        html.Li(
            html.A(
                [icon(symbol), hidden(ctx.t(f"shell.theme.{name}"))], href=_here(ctx, theme=name),
                title=ctx.t(f"shell.theme.{name}"),
                **attrs(data_set="theme", data_value=name, aria_current="true" if name == wish else None),
            )
        )
        for name, symbol in THEMES.items()
    ]  # fmt: skip
    return html.Ul(items, className="switch", **attrs(aria_label=ctx.t("shell.themes")))


def _account(ctx: Context) -> Component:
    if ctx.user.name is None:
        target = "/account/signin" + ("?" + urlencode({"next": ctx.path}) if ctx.path != "/" else "")
        return link([icon("box-arrow-in-right"), html.Span(ctx.t("shell.sign_in"))], target, "account-link")
    return link([icon("person-circle"), html.Span(ctx.user.name)], "/account", "account-link")


def _entry(entry: Entry) -> Component:
    words, path, symbol, here = entry
    return html.Li(link([icon(symbol), html.Span(words)], path, **attrs(aria_current="page" if here else None)))


def _group(group: Group) -> Component:
    inside = any(here for *_, here in group.entries)
    head = html.Summary([icon(group.icon), html.Span(group.words), icon("chevron-down", "menu-mark")],
                        className="menu-here" if inside else None)  # fmt: skip
    return html.Li(html.Details([head, html.Ul([_entry(entry) for entry in group.entries])], className="menu-group"))


def _menu(entries: Sequence[Entry | Group], ctx: Context) -> Component:
    items = [_group(entry) if isinstance(entry, Group) else _entry(entry) for entry in entries]
    return html.Nav(html.Ul(items), className="menu", **attrs(aria_label=ctx.t("shell.menu")))


def _header(ctx: Context, entries: Sequence[Entry | Group], wish: str) -> Component:
    city = html.Span(ctx.words(ctx.store.city.names), className="brand-city")
    mark = html.Span(className="brand-mark", **attrs(aria_hidden="true"))
    brand = link([mark, html.Span([html.Strong(ctx.t("app.name")), city])], "/", "brand")
    toggle = html.Button(
        [icon("list"), hidden(ctx.t("shell.menu"))], type="button", className="menu-toggle",
        **attrs(aria_expanded="false", aria_controls="app-panel", data_menu_toggle="1"),
    )  # fmt: skip
    tools = html.Div([_languages(ctx), _themes(ctx, wish), _account(ctx)], className="tools")
    panel = html.Div([_menu(entries, ctx), tools], className="header-panel", id="app-panel")
    return html.Header(html.Div([brand, toggle, panel], className="header-inner"), className="header")


def _banner(ctx: Context) -> Component | None:
    if not any(source.origin == "synthetic" for source in ctx.store.city.sources):
        return None
    shown = {load.layer for s in ctx.store.city.sources if s.origin == "synthetic" for load in s.loads}
    if not shown & set(ctx.store.layers):
        return None
    said = ctx.t("shell.demo", mark=ctx.t("value.origin.synthetic"))
    words = html.Span([said, " ", link(ctx.t("shell.demo_more"), "/about#origin")])
    label = attrs(aria_label=ctx.t("shell.demo_label"))
    return html.Aside(html.Div([icon("cone-striped"), words]), className="demo-banner", **label)


def _footer(ctx: Context) -> Component:
    names = (part.strip() for s in ctx.store.city.sources if s.origin == "open" for part in s.attribution.split(";"))
    said = dict.fromkeys(names)
    return html.Footer(
        html.Div(
            [
                html.P([ctx.t("shell.data"), " ", "; ".join(said)], className="attribution"),
                html.P(
                    [
                        html.Span(ctx.t("shell.version", version=__version__)),
                        link(ctx.t("page.about.title"), "/about"),
                        link(ctx.t("page.quality.title"), "/data/quality"),
                        link(ctx.t("shell.accessibility"), "/about#accessibility"),
                        html.A(ctx.t("shell.health"), href="/healthz", **attrs(data_reload="1")),
                    ],
                    className="footer-links",
                ),
            ],
            className="footer-inner",
        ),
        className="footer",
    )


def shell(ctx: Context, body: Child, entries: Sequence[Entry | Group], *, wish: str, wide: bool) -> Component:
    """The whole screen around a page's body; an entry is menu words, path, icon, and whether it is here."""
    return html.Div(
        [
            html.A(ctx.t("shell.skip"), href="#main", className="skip"),
            _header(ctx, entries, wish),
            _banner(ctx),
            html.Main(body, id="main", tabIndex=-1, className="main main-wide" if wide else "main"),
            _footer(ctx),
        ],
        className="shell shell-wide" if wide else "shell",
    )


def frame(path: str | None, search: str, title: str, screen: Child) -> Component:
    """What Dash holds for the whole visit: the address, what is shown, and the screen itself.

    With `path` None the browser tells its address after loading, and the screen is drawn then.
    """
    return html.Div(
        [
            dcc.Location(id=LOCATION, refresh="callback-nav", pathname=path, search=search if path else None),
            dcc.Store(id=SHOWN, data={"path": path, "search": search}),
            dcc.Store(id=TITLE, data=title),
            html.Div(screen, id=ROOT),
            html.Div(id=TOAST, className="toast-area", role="alert"),
        ]
    )


def query_of(search: str) -> Mapping[str, str]:
    """Query of an address as a mapping; the last value of a repeated name."""
    return {k: v[-1] for k, v in parse_qs(search.lstrip("?"), keep_blank_values=True).items()}
