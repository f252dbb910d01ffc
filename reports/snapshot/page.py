"""The file of a snapshot: Folium writes the map and its start, everything else stands in the file itself."""

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from string import Template

import folium
from branca.element import Figure, MacroElement
from folium.template import Template as Script
from folium.utilities import JsCode
from markupsafe import Markup

from config.limits import SNAPSHOT_BYTES
from config.policy import User
from data.store import Store
from reports.snapshot.block import block
from reports.snapshot.model import Edition, Look, Speech, View
from reports.snapshot.panel import head, notices, panel, title
from reports.snapshot.picture import Picture, attributions
from reports.snapshot.rows import Group, gather

HERE = Path(__file__).resolve().parent
COARSE_STEPS = 7
LEAFLET_ZOOM = 1
ZOOMS = (7, 20)
_FETCHED = re.compile(r"url\((?!['\"]?data:)[^)]*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class CityPicture(folium.Map):
    """A Folium map that names no file of the internet."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []


class Features(folium.map.Layer):
    """A layer of the picture; the script of the file draws it from the data block by its number.

    No text of the data goes through a template: Folium renders the output of one template as another one.
    """

    _template = Script(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = snapshot.layer({{ this.number }}, {{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, number: int, *, show: bool) -> None:
        """The layer of that number, drawn at first or not."""
        super().__init__(overlay=True, show=show)
        self._name = "Features"
        self.number = number


class Start(MacroElement):
    """The last step: controls, sizes, the open card."""

    _template = Script("{% macro script(this, kwargs) %}snapshot.start({{ this._parent.get_name() }});{% endmacro %}")


def make(store: Store, user: User, view: View, looks: dict[str, Look], speech: Speech, edition: Edition) -> str:
    """The HTML file of a view, of what the person may take away; it asks no server for anything.

    The ground gets coarser until the file has at most SNAPSHOT_BYTES; objects are cut at SNAPSHOT_FEATURES. `looks` are
    those of all layers the person may see. Raises UnknownLayerError or AskError for a view that makes no sense.
    """
    text = ""
    for coarse in range(COARSE_STEPS):
        with store.read() as conn:
            groups = gather(conn, store, user, view, coarse)
        text = write(Picture(store.city, view, groups, looks, speech, edition, coarse))
        if len(text.encode()) <= SNAPSHOT_BYTES:
            break
    return text


def write(picture: Picture) -> str:
    """The file of a picture whose rows are there."""
    map_html, start = _folium(picture.view, picture.groups)
    library = picture.edition.library
    parts = {
        "lang": picture.speech.lang, "title": escape(f"{title(picture)}, {picture.edition.now:%Y-%m-%d}"),
        "library_style": _offline_style(library), "style": _own("page.css"), "head": head(picture),
        "notices": notices(picture), "noscript": escape(picture.t("snapshot.noscript")), "map": map_html,
        "attribution": Markup(" · ").join(attributions(picture)),
        "panel_name": escape(picture.t("snapshot.panel")), "panel": panel(picture), "data": block(picture),
        "library": _library(library), "script": _own("page.js"), "start": start,
    }  # fmt: skip
    return Template(_own("page.html")).substitute(parts, policy=policy(parts))


def policy(parts: dict[str, str]) -> str:
    """Content security policy of the file: only its own scripts and styles, named by hash, and nothing from outside."""

    def hashes(*names: str) -> str:
        digests = (hashlib.sha256(parts[name].encode()).digest() for name in names)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)

    return (
        f"default-src 'none'; script-src {hashes('library', 'script', 'start')}; "
        f"style-src {hashes('library_style', 'style')}; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _folium(view: View, groups: list[Group]) -> tuple[str, str]:
    """Element and script of the map as Folium writes them; both hold numbers and names of variables only."""
    west, south, east, north = view.box
    lon, lat = view.centre or ((west + east) / 2, (south + north) / 2)
    least, most = ZOOMS
    made = CityPicture(
        location=(lat, lon),
        zoom_start=min(max(view.zoom + LEAFLET_ZOOM, least), most),  # type: ignore[arg-type]  # Leaflet takes fractions
        tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.25, zoom_delta=0.5,
        fade_animation=False,
        renderer=JsCode("snapshot.renderer()"),  # type: ignore[arg-type]  # the type leaves out Folium's own class
    )  # fmt: skip
    # Folium hands these to a layer of tiles only, which is not here.
    made.options.update(min_zoom=least, max_zoom=most)
    # First the place, at once: shapes added before or on the way there would be worked out twice.
    if view.centre is None:
        fit = folium.FitBounds([[south, west], [north, east]])
        fit.options["animate"] = False
        fit.add_to(made)
    for number, group in enumerate(groups):
        Features(number, show=group.on).add_to(made)
    Start().add_to(made)  # type: ignore[no-untyped-call]  # branca has no types here
    figure = made.get_root()
    if not isinstance(figure, Figure):
        raise TypeError(figure)
    figure.render()
    return figure.html.render(), figure.script.render()


@cache
def _own(name: str) -> str:
    return (HERE / name).read_text("utf-8")


@cache
def _library(folder: Path) -> str:
    """Leaflet with its licence in front."""
    licence = (folder / "LICENSE.txt").read_text("utf-8").replace("*/", "* /")
    script = _SOURCE_MAP.sub("", (folder / "leaflet.js").read_text("utf-8"))
    return f"/*\n{licence}*/\n{script}"


@cache
def _offline_style(folder: Path) -> str:
    """Leaflet's style without the pictures it would fetch: they belong to markers and controls that are not used."""
    return _FETCHED.sub("none", (folder / "leaflet.css").read_text("utf-8"))
