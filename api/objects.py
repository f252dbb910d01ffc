"""Door of one object as a GeoJSON feature, with its former versions."""

import json

from flask import Flask, Response

from api.errors import hidden
from api.geojson import features, plain
from api.layers import source_card, user
from components.context import store
from data.queries.objects import CityObject, versions_of


def register(server: Flask) -> None:
    """Add the door of objects."""
    server.add_url_rule("/api/objects/<path:public_id>", view_func=one)


def one(public_id: str) -> Response:
    """The object, or the one 404 for what is not there and what the caller must not see."""
    held = store()
    with held.read() as conn:
        versions = versions_of(conn, held, public_id, user())
    if not versions:
        return hidden()
    found = versions[0]
    source = held.city.source(str(found.row["source"]))
    sources = [source_card(source)] if source is not None else []
    (text,) = json.loads(features(found.layer.id, [{**found.row, "geom": found.wkb}]))
    text |= {"sources": sources, "versions": [_version(v) for v in versions]}
    return Response(json.dumps(text, ensure_ascii=False), mimetype="application/geo+json")


def _version(found: CityObject) -> dict[str, object]:
    return {
        "known_from": plain(found.known_from), "known_to": plain(found.known_to), "fid": found.fid,
        "data_date": plain(found.row["data_date"]), "state": found.row["state"],
    }  # fmt: skip
