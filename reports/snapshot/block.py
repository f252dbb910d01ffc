"""The data block of a snapshot: layers, rows and words as compact JSON that no browser can take for markup."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeGuard

from config.policy import Sensitivity
from config.records import LayerRecord
from data.layer_tables import measure_column
from reports.snapshot.model import Look
from reports.snapshot.picture import SYNTHETIC, Picture, attributions
from reports.snapshot.rows import Group, Row, zoom_of
from reports.snapshot.shapes import UNITS, encode, long_enough, middle

MAIN = ("kind", "state", "address", "district", "body", "valid_from", "valid_to")
LAST = ("data_date", "source", "origin", "doubt")
LABEL_PLACE = ("label_lon", "label_lat")
# Names stand beside the points of a layer that has no more than these in the picture.
LABELLED_POINTS = 60
LONGEST_TEXT = 500
# Place of the object id in a row of the block; the same order stands in page.js.
ID = 4
WORDS = {
    "map": "citymap.map", "zoom_in": "citymap.zoom_in", "zoom_out": "citymap.zoom_out", "metres": "citymap.metres",
    "kilometres": "citymap.kilometres", "close": "snapshot.close", "open": "snapshot.open", "demo": "snapshot.demo",
}  # fmt: skip
MARKUP = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def block(picture: Picture) -> str:
    """JSON of all that the script of the file draws; the angle brackets in it are written as escapes."""
    layers = [_layer(picture, group) for group in picture.groups]
    edition = picture.edition
    data = {
        "words": {name: picture.t(key) for name, key in WORDS.items()},
        "site": edition.site, "ground": dict(edition.ground), "shares": dict(edition.shares), "units": UNITS,
        "attribution": attributions(picture), "selected": _selected(picture, layers),
        "veil": _veil(picture), "layers": layers,
    }  # fmt: skip
    return plain_json(data)


def plain_json(data: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escape in MARKUP.items():
        text = text.replace(sign, escape)
    return text


class Dictionary:
    """Texts of a layer, each kept once; a text is named by its place, counted from one."""

    def __init__(self) -> None:
        """Empty."""
        self.texts: list[str] = []
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Place of a text, which is added when it is new; overlong texts are shortened."""
        if len(text) > LONGEST_TEXT:
            text = text[:LONGEST_TEXT] + "…"
        if text not in self._places:
            self.texts.append(text)
            self._places[text] = len(self.texts)
        return self._places[text]


def columns(layer: LayerRecord) -> list[str]:
    """Columns told in a popup: common ones, the measure, and the layer's own fields that are for everybody."""
    own = [field.name for field in layer.fields if field.sensitivity is Sensitivity.PUBLIC]
    measure = measure_column(layer)
    return [*MAIN, *([measure] if measure else []), *(n for n in own if n not in LABEL_PLACE), *LAST]


def _layer(picture: Picture, group: Group) -> dict[str, Any]:
    layer, look = group.layer, picture.looks[group.layer.id]
    kept, shapes = _shapes(picture, group, _sorted(picture, group))
    names, dictionary = columns(layer), Dictionary()
    tell = _teller(picture, layer, dictionary)
    pens = {value: place for place, value in enumerate(look.pens, 1)}
    found = []
    for row, shape in zip(kept, shapes, strict=True):
        told = [tell(name, row.get(name)) for name in names]
        while told and not told[-1]:
            told.pop()
        head = [shape, pens.get(str(row.get(layer.style.by or "")), 0), _radius(look, layer, row)]
        demo = int(row["origin"] == SYNTHETIC)
        found.append([*head, demo, row["object_id"], dictionary.place(picture.speech.title(row)), *told])
    return {
        "id": layer.id, "title": look.title, "kind": layer.geometry, "base": layer.base,
        "pens": [asdict(pen) for pen in (look.other, *look.pens.values())],
        "labels": [picture.speech.label(name) for name in names], "texts": dictionary.texts,
        "names": _names(layer, kept), "rows": found,
    }  # fmt: skip


def _teller(picture: Picture, layer: LayerRecord, dictionary: Dictionary) -> Callable[[str, Any], int]:
    """Place of the words of a value; 0 for no value. Words are made once for each value of a column."""
    known: dict[tuple[str, Any], int] = {}

    def tell(name: str, value: Any) -> int:
        if value is None or value == "":
            return 0
        key = (name, value)
        if key not in known:
            words = picture.source_name(value) if name == "source" else picture.speech.value(layer, name, value)
            known[key] = dictionary.place(words)
        return known[key]

    return tell


def _shapes(picture: Picture, group: Group, rows: list[Row]) -> tuple[list[Row], list[Any]]:
    """Rows that are drawn, with their shapes; stubs of the ground's lines fall away as on the map."""
    zoom, kind = zoom_of(picture.view), group.layer.geometry
    wkbs = [row["geom"] for row in rows]
    if kind == "line" and group.layer.base:
        keep = long_enough(wkbs, zoom - picture.coarse)
        chosen = picture.view.selected.row["object_id"] if picture.view.selected else None
        rows = [row for row, kept in zip(rows, keep, strict=True) if kept or row["object_id"] == chosen]
        wkbs = [row["geom"] for row in rows]
    return rows, encode(wkbs, kind, zoom, picture.coarse) if wkbs else []


def _sorted(picture: Picture, group: Group) -> list[Row]:
    """Rows in the order of drawing: what the record names first and what is small lies on top."""
    style, look = group.layer.style, picture.looks[group.layer.id]
    if look.sizes and style.size_by:
        return sorted(group.rows, key=lambda row: -(row.get(style.size_by or "") or 0))
    rank = {value: place for place, value in enumerate(look.pens)}
    return sorted(group.rows, key=lambda row: -rank.get(str(row.get(style.by or "")), len(rank)))


def _radius(look: Look, layer: LayerRecord, row: Mapping[str, Any]) -> float:
    """Radius of a point whose size tells a number, in pixels at zoom 14; 0 for all others."""
    if look.sizes is None or not layer.style.size_by:
        return 0
    (low, least), (high, most) = look.sizes
    value = row.get(layer.style.size_by)
    share = 0.0 if not _is_number(value) or high <= low else min(max((value - low) / (high - low), 0.0), 1.0)
    return round(least + share * (most - least), 1)


def _names(layer: LayerRecord, rows: list[Row]) -> dict[str, Any] | None:
    """From which zoom names are written beside points and into areas, and where; None when they are not."""
    style = layer.style
    if not style.label or layer.geometry == "line" or (layer.geometry == "point" and len(rows) > LABELLED_POINTS):
        return None
    places = None if layer.geometry == "point" else [_label_place(row) for row in rows]
    return {"zoom": style.label_min_zoom, "places": places}


def _label_place(row: Mapping[str, Any]) -> list[int]:
    lon, lat = (row.get(name) for name in LABEL_PLACE)
    if not (_is_number(lon) and _is_number(lat)):
        found: list[int] = middle(row["geom"])
        return found
    return [round(lon * UNITS), round(lat * UNITS)]


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and math.isfinite(value)


def _veil(picture: Picture) -> list[Any]:
    """Areas of the districts that are not asked for: the veil lies over the ground and under the objects."""
    wanted = picture.view.district
    codes = {district.id for district in picture.city.districts} - {wanted}
    if wanted is None:
        return []
    wkbs = [
        row["geom"] for group in picture.ground if group.layer.geometry == "polygon" for row in group.rows
        if row["district"] in codes
    ]  # fmt: skip
    return encode(wkbs, "polygon", zoom_of(picture.view), picture.coarse) if wkbs else []


def _selected(picture: Picture, layers: list[dict[str, Any]]) -> list[int] | None:
    """Places of the layer and of the row whose card is open."""
    found = picture.view.selected
    if found is None:
        return None
    for place, layer in enumerate(layers):
        ids = [row[ID] for row in layer["rows"]] if layer["id"] == found.layer.id else []
        if found.row["object_id"] in ids:
            return [place, ids.index(found.row["object_id"])]
    return None
