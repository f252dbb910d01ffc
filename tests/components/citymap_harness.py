"""A page with nothing but the map component, over a tiny city: `python -m tests.components.citymap_harness`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import flask
import numpy as np
import shapely
from dash import Dash, Input, Output, dcc, html
from werkzeug.serving import WSGIRequestHandler, make_server

from api.security import policy
from components.citymap import CityMap, app_url, register_static
from config.settings import ROOT
from config.vendor import ensure_vendor
from tiles.memory import encode_tile
from tiles.mercator import tile_at
from tiles.snapshot import Snapshot

BOUNDS = [76.85, 43.20, 76.99, 43.28]
WORDS = {
    "map": "Карта города", "zoom_in": "Приблизить", "zoom_out": "Отдалить", "fullscreen_on": "На весь экран",
    "fullscreen_off": "Обычный размер", "attribution": "Источники", "metres": "м", "kilometres": "км",
    "offline": "Нет связи", "failed": "Часть карты не загрузилась", "retry": "Повторить", "no_webgl": "Нет WebGL",
    "no_library": "Карта не загрузилась",
}  # fmt: skip
COLORS = {
    "land": "#f5f4f0", "veil": "#f5f4f0", "veil_opacity": 0.7, "mark": "#0b57d0", "halo": "#ffffff",
}  # fmt: skip
LABELS = [
    {"lon": 76.885, "lat": 43.25, "name": "Алмалинский", "key": "almaly"},
    {"lon": 76.955, "lat": 43.25, "name": "Медеуский", "key": "medeu"},
]
SIGN, SIGN_FROM = "sign/20/mortarboard/#ffffff/#0000ff", 14
Columns = dict[str, Any]


@dataclass
class World:
    """The tiles behind the page, and how their door behaves."""

    layers: dict[str, tuple[Snapshot, tuple[str, ...]]] = field(default_factory=lambda: dict(small_city()))
    status: int = 200
    asked: list[str] = field(default_factory=list)


def small_city() -> Iterator[tuple[str, tuple[Snapshot, tuple[str, ...]]]]:
    """Two districts, a street grid, thirty schools of two kinds and seven stops thinned to one."""
    halves = [shapely.box(76.85, 43.20, 76.92, 43.28), shapely.box(76.92, 43.20, 76.99, 43.28)]
    codes = texts("almaly", "medeu")
    yield layer("districts", halves, {
        "district": codes, "name_ru": texts("Алмалинский", "Медеуский"),
    })  # fmt: skip
    across = [shapely.LineString([(76.85, y), (76.99, y)]) for y in (43.21, 43.24, 43.27)]
    kinds = texts("primary", "secondary", "primary")
    yield layer("roads", across, {"kind": kinds, "name_ru": texts("Абая", "Сатпаева", "Райымбека")})
    places = [(76.86 + 0.024 * (i % 6), 43.215 + 0.012 * (i // 6)) for i in range(30)]
    yield layer("schools", [shapely.Point(*p) for p in places], {
        "kind": texts(*("ab"[i % 2] for i in range(30))),
        "year": np.ma.array([1990 + i for i in range(30)], mask=[i == 0 for i in range(30)]),
        "district": texts(*("almaly" if lon < 76.92 else "medeu" for lon, _ in places)),
    })  # fmt: skip
    yield layer("stops", [shapely.Point(*places[0])], {"district": texts("almaly"), "n": np.array([7])})


def texts(*values: str) -> Any:
    """A column of texts."""
    return np.array(values, dtype=object)


def layer(name: str, shapes: list[Any], columns: Columns) -> tuple[str, tuple[Snapshot, tuple[str, ...]]]:
    """One layer of the tile door; object number one is the first shape."""
    geometry = np.array(shapely.to_wkb(shapes), dtype=object)
    fids = np.arange(1, len(shapes) + 1)
    return name, (Snapshot.from_columns(fids, geometry, columns), tuple(columns))


def layer_spec(name: str, geometry: str, style: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A layer of the spec over the tile door of the page."""
    return {
        "id": name, "title": name, "geometry": geometry, "tiles": f"/tiles/{name}/{{z}}/{{x}}/{{y}}.mvt?v=1",
        "minzoom": 0, "maxzoom": 14, "visible": True, "base": False, "clickable": True,
        "attribution": "© OpenStreetMap contributors", "style": style, **more,
    }  # fmt: skip


def circle(radius: int, color: str) -> dict[str, Any]:
    """Style of points."""
    return {"type": "circle", "paint": {"circle-radius": radius, "circle-color": color}}


def spec_of(vendor: Path) -> dict[str, Any]:
    """Spec of the tiny city."""
    start = f"/vendor/{vendor.name}/maplibre"
    label = {"text-field": ["get", "name"], "text-font": ["Noto Sans Variable"], "text-size": 14}
    return {
        "lang": "ru", "theme": "light", "bounds": BOUNDS, "view": {"lon": 76.92, "lat": 43.24, "zoom": 12},
        "lib": {"app": app_url(), "js": f"{start}/maplibre-gl.mjs", "css": f"{start}/maplibre-gl.css"},
        "font": "Noto Sans Variable", "words": WORDS, "colors": COLORS, "count": True, "hover": True, "validate": True,
        "focus": {"layer": "districts", "field": "district"},
        "layers": [
            layer_spec("districts", "polygon", [
                {"type": "fill", "paint": {"fill-color": "#dddddd", "fill-opacity": 0.4}},
                {"type": "line", "paint": {"line-color": "#888888"}},
                {"type": "symbol", "layout": label},
            ], base=True, labels=LABELS, names="district"),
            layer_spec("roads", "line", [
                {"type": "line", "filter": ["==", ["get", "kind"], "primary"],
                 "paint": {"line-color": "#ff0000", "line-width": 4}},
                {"type": "line", "filter": ["==", ["get", "kind"], "secondary"],
                 "paint": {"line-color": "#bb0000", "line-width": 2}},
            ], base=True),
            layer_spec("schools", "point", [
                {**circle(6, "#0000ff"), "maxzoom": SIGN_FROM},
                {"type": "symbol", "minzoom": SIGN_FROM, "layout": {"icon-image": SIGN, "icon-allow-overlap": True}},
            ], sign={"radius": 10, "from": SIGN_FROM}),
            layer_spec("stops", "point", [circle(4, "#00aa00")], visible=False),
        ],
    }  # fmt: skip


def make_app(world: World, vendor: Path) -> Dash:
    """The Dash program of the page, with the tile door, the library door and the policy of the product."""
    start = f"/vendor/{vendor.name}"
    sheets = [f"{start}/noto-sans/noto-sans.css", f"{start}/bootstrap-icons/bootstrap-icons.min.css"]
    app = Dash("harness", update_title="", assets_ignore=".*", external_stylesheets=sheets)
    server: flask.Flask = app.server
    register_static(server)

    @server.get("/tiles/<name>/<int:z>/<int:x>/<int:y>.mvt")
    def _tile(name: str, z: int, x: int, y: int) -> flask.Response:
        world.asked.append(f"{name}/{z}/{x}/{y}")
        if world.status != 200:
            flask.abort(world.status)
        snapshot, fields = world.layers[name]
        body = encode_tile(snapshot, name, tile_at(z, x, y), fields)
        headers = {"Cache-Control": "public, max-age=3600"}
        return flask.Response(body, mimetype="application/vnd.mapbox-vector-tile", headers=headers)

    @server.get("/vendor/<version>/<path:path>")
    def _vendor(version: str, path: str) -> flask.Response:
        mime = "text/javascript" if path.endswith(".mjs") else None
        return flask.send_from_directory(vendor, path, mimetype=mime)

    app.layout = html.Div(id="box", children=[
        CityMap("city-map", spec_of(vendor), style={"height": "600px"}),
        dcc.Input(id="field"), html.Pre(id="reported"),
    ])  # fmt: skip
    app.clientside_callback(  # type: ignore[no-untyped-call]
        "(selected, view, counts) => JSON.stringify({selected, view, counts})", Output("reported", "children"),
        Input("city-map", "selected"), Input("city-map", "view"), Input("city-map", "features_in_view"),
    )  # fmt: skip
    header = policy(list(app.csp_hashes()))

    @server.after_request
    def _headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = header
        return response

    return app


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def serving(world: World, port: int = 0) -> Iterator[str]:
    """Address of the running page."""
    app = make_app(world, ensure_vendor(ROOT / "var"))
    server = make_server("127.0.0.1", port, app.server, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


if __name__ == "__main__":
    with serving(World(), 8060):
        threading.Event().wait()
