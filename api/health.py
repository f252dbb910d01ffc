"""Whether the program and its store answer, with counts of every layer; for machines that watch it."""

import logging
from typing import Any

from flask import Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from components.context import store
from config import __version__
from config.policy import Role, User
from data.queries.totals import Totals, all_totals
from data.store import Store

# Counts of all layers say nothing about an object, so that everybody may read them.
COUNTER = User(role=Role.ADMIN)
LOG = logging.getLogger("sitcenter")


def _layer(totals: Totals) -> dict[str, Any]:
    origins = totals.origins
    return {
        "count": totals.total,
        "data_date": totals.data_date.isoformat() if totals.data_date else None,
        "origin": origins[0] if origins else None,
    }


def report(found: Store) -> dict[str, Any]:
    """Status, engine, version and layers of a store that answers."""
    with found.read() as conn:
        totals = all_totals(conn, found, COUNTER)
    layers = {layer_id: _layer(item) for layer_id, item in totals.items()}
    return {"status": "ok", "engine": found.kind, "version": __version__, "layers": layers}


def _healthz() -> Response:
    try:
        answer = jsonify(report(store()))
    except (SQLAlchemyError, OSError):
        LOG.exception("health")
        answer = jsonify({"status": "error", "engine": store().kind, "version": __version__, "layers": {}})
        answer.status_code = 503
    answer.headers["Cache-Control"] = "no-store"
    return answer


def register(server: Flask) -> None:
    """Add GET /healthz."""
    server.add_url_rule("/healthz", "healthz", _healthz)
