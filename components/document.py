"""HTML documents around what Dash draws, and the plain document of an error that needs no script."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape

from components import bundle, libraries
from config import i18n

_FRAME = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}" data-theme-wish="{wish}">
<head>
{metas}
<title>{title}</title>
<meta name="color-scheme" content="light dark">
<script src="{theme_script}"></script>
{favicon}
{css}
<link rel="stylesheet" href="{own_css}">
{early}
</head>
<body>
{app_entry}
<noscript><p class="noscript">{noscript}</p></noscript>
<footer class="scripts">{config}{scripts}{own}{renderer}</footer>
</body>
</html>"""

# Our own scripts, and where the libraries are that they bring when those are needed.
_OWN = '<script src="{js}" data-lazy="{lazy}" data-charts="{charts}"></script>'

# In the page itself: a map writes its state into the address, and a browser would ask for an icon file each time.
_ICON = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 viewBox=%270 0 32 32%27%3E'
    "%3Crect width=%2732%27 height=%2732%27 rx=%278%27 fill=%27%230b5aa2%27/%3E"
    '%3Cpath d=%27M5 24 12.5 10.4 16.4 16.9 19.5 13.1 27 24z%27 fill=%27%23fff%27/%3E%3C/svg%3E">'
)

# Charts, tables and controls of Bootstrap: libraries that most screens do without.
CHARTS, TABLES, CONTROLS = "charts", "dash_ag_grid", "dash_bootstrap_components"
_LATE = re.compile(rf'<script src="([^"]*/({TABLES}|{CONTROLS})/[^"]*)"></script>\n?')

# No screen has Dash's old table.
_UNUSED = re.compile(r'<script src="[^"]*/dash_table/[^"]*"></script>\n?')

# Present browsers have all of the polyfill but the regeneratorRuntime that charts and other late parts of dcc lean on.
_POLYFILL = re.compile(r'<script src="[^"]*/deps/polyfill@[^"]*"></script>\n?')

_PLAIN = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{css}
</head>
<body>
<main class="page-narrow plain" id="main">
<div class="state"><h1>{title}</h1><p>{text}</p></div>
<p class="actions"><a class="button" href="/">{home}</a></p>
</main>
</body>
</html>"""


def early(modules: Sequence[str]) -> str:
    """Links by which a browser fetches and reads modules while the program is still starting."""
    return "".join(f'<link rel="modulepreload" href="{escape(module)}">' for module in modules)


def later(scripts: str) -> tuple[str, dict[str, str]]:
    """Tags of scripts without the libraries that few screens need, and the addresses of those (assets/lazy.js)."""
    found = {name: address for address, name in _LATE.findall(scripts)}
    return _UNUSED.sub("", _LATE.sub("", scripts)), found


def _light(scripts: str) -> str:
    """Tags of scripts with the one thing in place of the polyfill that is needed of it."""
    address = libraries.at_hand(libraries.GENERATORS)
    return _POLYFILL.sub(f'<script src="{address}"></script>\n', scripts) if address else scripts


def _soon(names: str, late: Mapping[str, str]) -> str:
    """Links by which a browser fetches libraries that come late elsewhere, by their names."""
    places = {**late, CHARTS: libraries.charts_url()}
    found = [places[name] for name in names.split() if name in places]
    return "".join(f'<link rel="preload" as="script" href="{escape(address)}">' for address in found)


def frame(lang: i18n.Lang, theme: str, wish: str, title: str, theme_script: str, parts: Mapping[str, str]) -> str:
    """The document into which Dash draws.

    `parts` are Dash's own pieces of it, `early` the links of `early`, and `soon` the names of late libraries that the
    first screen needs.
    """
    scripts, late = later(parts["scripts"])
    return _FRAME.format(
        lang=lang, theme=escape(theme), wish=escape(wish), title=escape(title), theme_script=theme_script,
        noscript=escape(i18n.t(lang, "shell.noscript")), own_css=bundle.url("css"),
        own=_OWN.format(js=bundle.url("js"), lazy=escape(json.dumps(late)), charts=libraries.charts_url()),
        **{**parts, "favicon": _ICON, "scripts": _light(scripts), "early": parts["early"] + _soon(parts["soon"], late)},
    )  # fmt: skip


def entry(lang: i18n.Lang) -> str:
    """Where Dash draws, with words until it does."""
    return (
        '<div id="react-entry-point"><main class="loading"><div class="_dash-loading" role="status">'
        f"{escape(i18n.t(lang, 'shell.loading'))}</div></main></div>"
    )


def plain_page(lang: i18n.Lang, theme: str, key: str, values: Mapping[str, object]) -> str:
    """A page of an error that leans on nothing that may be broken: no script, no store."""
    return _PLAIN.format(
        lang=lang, theme=escape(theme), css='<link rel="stylesheet" href="/assets/base.css">',
        title=escape(i18n.t(lang, f"error.{key}.message", **values)),
        text=escape(i18n.t(lang, f"error.{key}.hint", **values)), home=escape(i18n.t(lang, "state.home")),
    )  # fmt: skip


def full_title(title: str, product: str) -> str:
    """Title of a page in the browser's tab: what it shows, then the product."""
    return f"{title} – {product}" if title != product else title
