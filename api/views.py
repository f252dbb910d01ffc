"""Doors of saved views: a person's own views of the map, kept under a name."""

from typing import Any

from flask import Flask, Response, jsonify, request

from api import params
from api.errors import api_error, hidden
from api.geojson import plain
from api.layers import user
from components.context import store
from data import views
from data.queries.filters import AskError


def register(server: Flask) -> None:
    """Add the doors."""
    server.add_url_rule("/api/views", "views", listed, methods=["GET"])
    server.add_url_rule("/api/views", "views_add", add, methods=["POST"])
    server.add_url_rule("/api/views/<view_id>", "view_change", change, methods=["PATCH"])
    server.add_url_rule("/api/views/<view_id>", "view_drop", drop, methods=["DELETE"])


def body() -> dict[str, Any]:
    """The JSON object that was sent. Raises AskError for anything else."""
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise AskError("request", "object")
    return found


def _text(given: dict[str, Any], name: str) -> str | None:
    if name in given and not isinstance(given[name], str):
        raise AskError(name, "text")
    return given.get(name)


def _card(view: views.View) -> dict[str, Any]:
    return {
        "id": view.id, "name": view.name, "query": view.query, "start": view.start,
        "address": f"/map?{view.query}" if view.query else "/map", "changed_at": plain(view.changed_at),
    }  # fmt: skip


def fault(error: views.KeepError) -> Response:
    """What cannot be kept, said in words."""
    return api_error(409 if error.key in ("name_taken", "too_many_views", "too_many_notes") else 400, error.key)


@params.guarded
def listed() -> Response:
    """The caller's views by name; a visitor has none here."""
    name = user().name
    return jsonify({"views": [_card(view) for view in views.of_owner(store(), name)] if name else []})


@params.guarded
def add() -> Response:
    """Keep a view: `{name, query}`, the query as it stands in the address of the map."""
    name, given = user().name, body()
    if name is None:
        return api_error(403, "forbidden")
    try:
        made = views.add(store(), name, _text(given, "name") or "", _text(given, "query") or "")
    except views.KeepError as error:
        return fault(error)
    reply = jsonify(_card(made))
    reply.status_code = 201
    return reply


@params.guarded
def change(view_id: str) -> Response:
    """Change a view: any of `{name, query, start}`."""
    name, given = user().name, body()
    start = given.get("start")
    if start is not None and not isinstance(start, bool):
        raise AskError("start", "bool")
    try:
        found = views.change(
            store(), name or "", view_id, name=_text(given, "name"), query=_text(given, "query"), start=start
        )
    except views.KeepError as error:
        return fault(error)
    return hidden() if found is None else jsonify(_card(found))


def drop(view_id: str) -> Response:
    """Take a view out."""
    name = user().name
    return Response(status=204) if name and views.remove(store(), name, view_id) else hidden()
