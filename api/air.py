"""Door of the values of air at one station: hours as loaded, or days from at least three quarters of their hours."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify, request

from api.errors import api_error, hidden, lang
from api.layers import source_card, user
from api.params import day, guarded
from components.context import store
from config.air import air_table
from config.limits import AIR_VALUES
from config.policy import allowed
from data.importers.air import STATIONS
from data.queries.air import DAY, HOUR, AirLine, day_bounds, day_means, last_day, latest, series
from data.queries.filters import AskError
from data.queries.objects import get_object

MOST_DAYS = 400
USUAL_DAYS = 7


def register(server: Flask) -> None:
    """Add the door of air."""
    server.add_url_rule("/api/air/<station>", view_func=values)


@guarded
def values(station: str) -> Response:
    """Values of a station from the day `from` to the day `to` (of the city's clock), by `period` and `pollutant`."""
    held, person = store(), user()
    zone, wanted = ZoneInfo(held.city.timezone), request.args.get("pollutant", "")
    known = air_table().pollutants
    if wanted and wanted not in known:
        return api_error(400, "bad_air_pollutant", known=", ".join(known))
    period = request.args.get("period", HOUR)
    if period not in (HOUR, DAY):
        raise AskError("air_time", "period")
    with held.read() as conn:
        found = get_object(conn, held, f"{STATIONS}.{station}", person)
        if found is None or found.layer.id != STATIONS:
            return hidden()
        now = latest(conn, station, allowed(person))
        end = _day("to") or last_day(now, zone)
        start = _day("from") or (end - timedelta(days=USUAL_DAYS - 1) if end else None)
        lines: list[AirLine] = []
        if start and end:
            if not timedelta(0) <= end - start < timedelta(days=MOST_DAYS):
                raise AskError("air_time", "span")
            lines = series(conn, station, allowed(person), day_bounds(start, end, zone), AIR_VALUES)
    lines = [line for line in lines if not wanted or line.pollutant == wanted]
    if period == DAY:
        lines = [line if line.period == DAY else day_means(line, zone) for line in lines]
    used = {line.source for line in (*now, *lines)}
    return jsonify({
        "station": station, "layer": STATIONS, "kind": found.row["kind"], "origin": found.row["origin"],
        "name": found.row[f"name_{lang()}"] or found.row["name_ru"], "unit": "µg/m³",
        "conditions": air_table().conditions.model_dump(), "from": start and start.isoformat(),
        "to": end and end.isoformat(), "timezone": held.city.timezone, "latest": [_line(line) for line in now],
        "series": [_line(line) for line in lines],
        "sources": [source_card(s) for s in held.city.sources if s.id in used],
    })  # fmt: skip


def _day(name: str) -> date | None:
    try:
        return day(name)
    except AskError:
        raise AskError("air_time", "date") from None


def _line(line: AirLine) -> dict[str, object]:
    days = line.period == DAY
    return {
        "pollutant": line.pollutant, "label": air_table().pollutants[line.pollutant].label, "period": line.period,
        "source": line.source, "origin": line.origin,
        "values": [
            {"at": p.at.date().isoformat() if days else f"{p.at.isoformat()}Z", "value": p.value,
             "flags": list(p.flags), **({} if p.hours is None else {"hours": p.hours})}
            for p in line.points
        ],
    }  # fmt: skip
