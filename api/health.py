"""Whether the program and its store answer, with counts of every layer; for machines that watch it."""

import logging
from typing import Any

from flask import Flask, Response, current_app, jsonify
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from api import warm
from components.context import store
from config import __version__, clock
from config.policy import VISITOR, Role, User
from data.fetching.state import read_states
from data.quality.read import may_read_source
from data.queries.supply import statuses
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
        warnings = _warnings(conn, found)
    layers = {layer_id: _layer(item) for layer_id, item in totals.items()}
    return {"status": "ok", "engine": found.kind, "version": __version__, "layers": layers, "warnings": warnings}


def _warnings(conn: Connection, found: Store) -> list[dict[str, Any]]:
    """Sources for everybody whose data are overdue, or whose scheduled fetch fails."""
    today = clock.today(found.city.timezone)
    fetches = read_states(conn, found.city)
    told: list[dict[str, Any]] = []
    for source, state in statuses(conn, found, today).items():
        if not may_read_source(VISITOR, found, source):
            continue
        if state.freshness == "late":
            told.append({"source": source, "warning": "late", "age_days": state.age_days, "rhythm": state.rhythm})
        if source in fetches and fetches[source].failures:
            told.append({"source": source, "warning": "silent", "failures": fetches[source].failures})
    return told


def _healthz() -> Response:
    try:
        answer = jsonify({**report(store()), **warm.state(current_app)})
    except (SQLAlchemyError, OSError):
        LOG.exception("health")
        answer = jsonify({"status": "error", "engine": store().kind, "version": __version__, "layers": {}})
        answer.status_code = 503
    answer.headers["Cache-Control"] = "no-store"
    return answer


def register(server: Flask) -> None:
    """Add GET /healthz."""
    server.add_url_rule("/healthz", "healthz", _healthz)
