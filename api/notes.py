"""Doors of notes on the map: what the caller may read, and the caller's own to write, change and take out."""

from typing import Any

from flask import Flask, Response, jsonify

from api import params
from api.errors import api_error, hidden
from api.geojson import plain
from api.layers import user
from api.views import body, fault
from components.context import store
from config.policy import User
from data import notes
from data.views import KeepError

FIELDS = frozenset({"text", "color", "audience", "shape"})


def register(server: Flask) -> None:
    """Add the doors."""
    server.add_url_rule("/api/notes", "notes", listed, methods=["GET"])
    server.add_url_rule("/api/notes", "notes_add", add, methods=["POST"])
    server.add_url_rule("/api/notes/<note_id>", "note_change", change, methods=["PATCH"])
    server.add_url_rule("/api/notes/<note_id>", "note_drop", drop, methods=["DELETE"])


def _feature(note: notes.Note, who: User) -> dict[str, Any]:
    """A note as a GeoJSON feature; a visitor does not learn the name of an account."""
    mine = who.name is not None and note.owner == who.name
    return {
        "type": "Feature", "id": note.id, "geometry": note.shape,
        "properties": {
            "id": note.id, "text": note.text, "color": note.color, "audience": note.audience, "mine": mine,
            "by": note.owner if who.name is not None else "", "may_remove": notes.may_remove(who, note),
            "changed_at": plain(note.changed_at),
        },
    }  # fmt: skip


def _given() -> dict[str, Any]:
    return {name: value for name, value in body().items() if name in FIELDS}


@params.guarded
def listed() -> Response:
    """Notes the caller may read, as a FeatureCollection, the latest first."""
    who = user()
    found = notes.seen(store(), who)
    return jsonify({"type": "FeatureCollection", "features": [_feature(note, who) for note in found]})


@params.guarded
def add() -> Response:
    """Keep a note: `{text, shape, color, audience}`, the shape a GeoJSON geometry."""
    who, given = user(), _given()
    if who.name is None:
        return api_error(403, "forbidden")
    try:
        made = notes.add(store(), who, given)
    except KeepError as error:
        return fault(error)
    reply = jsonify(_feature(made, who))
    reply.status_code = 201
    return reply


@params.guarded
def change(note_id: str) -> Response:
    """Change one's own note: any of `{text, shape, color, audience}`."""
    who = user()
    try:
        found = notes.change(store(), who, note_id, _given())
    except KeepError as error:
        return fault(error)
    return hidden() if found is None else jsonify(_feature(found, who))


def drop(note_id: str) -> Response:
    """Take out one's own note, or as administrator any that one may read."""
    return Response(status=204) if notes.remove(store(), user(), note_id) else hidden()
