"""The spec of a map: what the component in the browser needs to know, put together from records and addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.citymap.cells import POINTS_FROM, has_cells
from components.citymap.gather import gather_look, gather_spec
from components.citymap.heat import heat_spec
from components.citymap.labels import short_names
from components.citymap.signs import sign_spec
from components.citymap.static import app_url
from components.citymap.style import FONT, map_colors, style_layers
from components.palette import Theme
from config import i18n
from config.attribution import attributions
from config.city import City
from config.records import LayerRecord
from data.queries.labels import AreaLabel

DISTRICTS = "districts"
TILE_ZOOM = 14
THOUSAND = 1000
MIN_ZOOM = 6
WORDS = (
    "map", "zoom_in", "zoom_out", "fullscreen_on", "fullscreen_off", "attribution", "metres", "kilometres",
    "offline", "failed", "retry", "no_webgl", "no_library",
)  # fmt: skip


@dataclass(frozen=True)
class Feed:
    """A layer on the map: its record, the mark of its present version (`TileService.stamp`), and whether it is on.

    `labels` are the names of areas at their label points (`data.queries.labels`), for layers that keep such points.
    """

    layer: LayerRecord
    stamp: str
    visible: bool
    labels: Sequence[AreaLabel] = ()


def map_spec(
    city: City, feeds: Sequence[Feed], lang: i18n.Lang, theme: Theme, *, library: str, count: bool = False
) -> dict[str, Any]:
    """Spec of a map of the city for CityMap, as JSON.

    `feeds` are only the layers the reader may see, in the order of the records; `library` is the address of the folder
    with MapLibre's files (`components.libraries.library_url("maplibre")`); with `count` the map reports how many
    objects are in view. `components.citymap.wall.wall_spec` makes one for a wall screen of it. Raises
    MissingWordError when the locales lack words, KeyError for a colour not in the palette.
    """
    reach = max((_reach(city, feed.layer) for feed in feeds), default=0.0)
    return {
        "lang": lang, "theme": theme, "bounds": list(city.bounds), "min_zoom": MIN_ZOOM,
        "max_bounds": _around(city, max(reach, city.bounds[2] - city.bounds[0])),
        "lib": {"app": app_url(), "js": f"{library}/maplibre-gl.mjs", "css": f"{library}/maplibre-gl.css"},
        "font": FONT, "size": "",
        "words": {**words(lang), "group": i18n.number(lang, THOUSAND)[1:-3]},
        "colors": map_colors(theme), "gather": gather_look(theme),
        "focus": {"layer": DISTRICTS, "field": "district"},
        "count": count,
        "layers": [_layer(city, feed, theme, lang) for feed in feeds],
    }  # fmt: skip


def words(lang: i18n.Lang) -> Mapping[str, str]:
    """Texts of the map in a language."""
    return {name: i18n.t(lang, f"citymap.{name}") for name in WORDS}


def _reach(city: City, layer: LayerRecord) -> float:
    """Degrees outside the bounds of the city within which the layer has objects."""
    return max((source.reach_deg for source in city.sources_of(layer.id)), default=0.0)


def _around(city: City, degrees: float) -> list[float]:
    west, south, east, north = city.bounds
    return [round(value, 5) for value in (west - degrees, south - degrees, east + degrees, north + degrees)]


def _attribution(city: City, layer: LayerRecord, lang: i18n.Lang) -> str:
    """Whose data the layer shows; that they are made up is said in the reader's language."""
    return " · ".join(attributions(city.sources_of(layer.id), lang))


def _names(feed: Feed, lang: i18n.Lang) -> list[dict[str, Any]]:
    """Names of areas at their places, whole and short."""
    names = [label.name(lang) for label in feed.labels]
    return [
        {"lon": label.lon, "lat": label.lat, "name": name, "short": short, "key": label.district}
        for label, name, short in zip(feed.labels, names, short_names(names), strict=True)
    ]


def _layer(city: City, feed: Feed, theme: Theme, lang: i18n.Lang) -> dict[str, Any]:
    layer = feed.layer
    return {
        "id": layer.id, "title": i18n.t(lang, f"layer.{layer.id}.title"), "geometry": layer.geometry,
        "tiles": f"/tiles/{layer.id}/{{z}}/{{x}}/{{y}}.mvt?v={feed.stamp}", "minzoom": 0,
        "maxzoom": POINTS_FROM if has_cells(layer) else TILE_ZOOM, "dense": layer.dense, "timed": layer.timed,
        "bounds": _around(city, _reach(city, layer)),
        "visible": feed.visible, "base": layer.base, "clickable": True,
        "attribution": _attribution(city, layer, lang),
        "style": style_layers(layer, theme, lang), "sign": sign_spec(layer),
        "labels": _names(feed, lang), "names": "district" if feed.labels else "",
        "heat": heat_spec(theme) if has_cells(layer) else None, "gather": gather_spec(layer),
    }  # fmt: skip
