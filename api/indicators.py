"""Doors of indicators: catalogue, passports with values, single facts, registers; JSON and CSV."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask, Response, g, jsonify, request

from analysis.indicator_status import today_of, verdict_on, verdicts
from api import params
from api.breaks import break_fields, break_lines
from api.errors import hidden, lang
from api.table_file import plain, table
from api.verdict import verdict_fields
from components import indicator_words as words
from components.context import current, store
from components.indicator_subject import source_line, sources_of
from config.limits import EXPORT_ROWS, ITEMS_MAX, SEARCH_QUERY_CHARS
from config.policy import VISITOR, Action, Sensitivity, Thing, User, may
from data.queries import indicators, narrative
from data.queries.filters import AskError
from data.queries.indicator_breaks import Break, breaks
from data.queries.indicators import Entry, Point, UnknownIndicatorError
from data.queries.narrative import UnknownRegisterError
from data.store import Store

CHOICES = ("topic", "source", "collection", "category", "origin")
VALUE_FIELDS = (
    "territory", "period", "period_kind", "period_start", "breakdown", "breakdown_ru", "kind", "printed_kind", "value",
    "value_text", "comparison", "edition", "source", "source_doc", "source_line", "evidence", "note", "doubt",
    "revision", "known_from", "origin", "data_date",
)  # fmt: skip
MAX_CODE = 100
MAX_CHOICE = 100


def register(server: Flask) -> None:
    """Add the doors of indicators."""
    server.add_url_rule("/api/indicators", "api_indicators", catalogue)
    server.add_url_rule("/api/indicators/<code>", "api_indicator", indicator)
    server.add_url_rule("/api/indicators/<code>.csv", "api_indicator_csv", indicator_csv)
    server.add_url_rule("/api/facts", "api_facts", facts)
    server.add_url_rule("/api/registers", "api_registers", registers)
    server.add_url_rule("/api/registers/<name>", "api_register", register_rows)


def _user() -> User:
    found = g.get("user", VISITOR)
    return found if isinstance(found, User) else VISITOR


def _window() -> tuple[int, int]:
    """`limit` (bounded) and `offset` of the query. Raises AskError."""
    limit, offset = params.whole("limit", ITEMS_MAX), params.whole("offset", 0)
    if limit < 1:
        raise AskError("limit", "positive")
    if offset < 0:
        raise AskError("offset", "positive")
    return min(limit, ITEMS_MAX), offset


def _asked() -> str:
    """The search words of the query. Raises AskError for nonsense."""
    text = request.args.get("q", "")
    if len(text) > SEARCH_QUERY_CHARS or "\0" in text:
        raise AskError("q", "long")
    return text


def _chosen(names: Iterable[str]) -> dict[str, str]:
    found = {name: request.args.get(name, "") for name in names}
    return {name: value[:MAX_CHOICE] for name, value in found.items() if value}


def _page(path: str, matched: int, limit: int, offset: int, returned: int) -> dict[str, Any]:
    kept = {name: value for name, value in request.args.items() if name not in ("limit", "offset")}
    more = offset + returned < matched and returned > 0
    query = urlencode({**kept, "limit": limit, "offset": offset + returned})
    return {
        "numberMatched": matched, "numberReturned": returned, "limit": limit, "offset": offset, "cut": more,
        "next": f"{path}?{query}" if more else None,
    }  # fmt: skip


@params.guarded
def catalogue() -> Response:
    """Indicators that the caller may see, by search words and choices, a page at a time."""
    held, who = store(), _user()
    (limit, offset), text, chosen = _window(), _asked(), _chosen(CHOICES)
    with held.read() as conn:
        if text.strip():
            found = [entry for entry, _ in indicators.search(conn, held, text, who)]
        else:
            found = list(indicators.catalogue(conn, held, who))
        judged, ctx = verdicts(conn, held, who), current()
    found = [entry for entry in found if all(getattr(entry, name) == value for name, value in chosen.items())]
    rows = [{**_entry(held, entry), "verdict": verdict_fields(ctx, judged[entry.code])}
            for entry in found[offset : offset + limit]]  # fmt: skip
    return jsonify({**_page("/api/indicators", len(found), limit, offset, len(rows)), "indicators": rows})


def _entry(held: Store, entry: Entry) -> dict[str, Any]:
    return {
        **_passport(held, {name: getattr(entry, name) for name in Entry.__dataclass_fields__}),
        "values_count": entry.count, "first_period": entry.first_period, "last_period": entry.last_period,
        "last": _point(held, entry.last), "previous": _point(held, entry.previous), "change": entry.change,
        "plan": _point(held, entry.plan), "doubtful": entry.doubtful, "doubts": entry.doubts,
        "href": f"/api/indicators/{entry.code}", "page": f"/indicators/{entry.code}",
    }  # fmt: skip


def _passport(held: Store, row: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an indicator that catalogue and passport share."""
    source = held.city.source(row["source"])
    said = words.name(lang(), row["name_kk"], row["name_ru"], row["name_en"])
    return {
        "code": row["code"], "name": said.words, "name_lang": said.lang,
        "names": {"kk": row["name_kk"], "ru": row["name_ru"], "en": row["name_en"] or None},
        "unit": words.unit(lang(), held.city, row["unit"], row["unit_ru"], row["unit_en"]), "unit_id": row["unit"],
        "unit_printed": {"ru": row["unit_ru"], "en": row["unit_en"]}, "good_direction": row["good_direction"],
        "category": row["category"], "category_title": words.category(lang(), row["category"]),
        "topic": row["topic"], "topic_title": words.topic(lang(), held.city, row["topic"]), "goal": row["goal"],
        "collection": row["collection"], "source": row["source"],
        "source_title": source.names[lang()] if source else row["source"],
        "attribution": source.attribution if source else "", "licence": source.licence if source else "",
        "origin": row["origin"], "sensitivity": row["sensitivity"], "data_date": plain(row["data_date"]),
        "loaded_at": plain(row["loaded_at"]), "doubt": row["doubt"],
    }  # fmt: skip


def _point(held: Store, point: Point | None) -> dict[str, Any] | None:
    if point is None:
        return None
    return {
        "territory": point.territory, "territory_title": words.territory(lang(), held.city, point.territory),
        "period": point.period, "period_inferred": str(point.inferred.year) if point.inferred else None,
        "breakdown": point.breakdown, "kind": point.kind, "value": point.value, "value_text": point.value_text,
        "comparison": point.comparison, "doubt": point.doubt, "source": point.source, "origin": point.origin,
        "data_date": plain(point.data_date),
    }  # fmt: skip


def _value(held: Store, row: Mapping[str, Any]) -> dict[str, Any]:
    inferred = row["period_start"].year if row["period_kind"] == "none" and row["period_start"] else None
    return {
        **{name: plain(row[name]) for name in VALUE_FIELDS},
        "territory_title": words.territory(lang(), held.city, row["territory"]),
        "period_inferred": str(inferred) if inferred else None,
        "breakdown_title": words.breakdown(lang(), row["breakdown"], row["breakdown_ru"]),
        "source_document": words.document(lang(), row["source_doc"]),
    }  # fmt: skip


class Found(NamedTuple):
    """An indicator with its values as of a day (None: now) and its breaks as they are known now."""

    held: Store
    row: dict[str, Any]
    values: list[dict[str, Any]]
    as_of: date | None
    breaks: list[Break]


def _found(code: str) -> Found:
    """An indicator and its values as of the asked day. Raises UnknownIndicatorError and AskError."""
    if len(code) > MAX_CODE:
        raise UnknownIndicatorError(code)
    held, who, as_of = store(), _user(), params.day("as_of")
    with held.read() as conn:
        row = indicators.passport(conn, who, code)
        found = indicators.values(conn, who, code, held.end_of(as_of))
        return Found(held, row, found, as_of, breaks(conn, who, code))


@params.guarded
def indicator(code: str) -> Response:
    """Passport of an indicator and its values as of a day."""
    try:
        held, row, found, as_of, broken = _found(code)
    except UnknownIndicatorError:
        return hidden()
    limit, offset = _window()
    part = [_value(held, value) for value in found[offset : offset + limit]]
    judged = verdict_on(held, code, row["good_direction"], indicators.points(found), as_of or today_of(held))
    extra = ("programme", "responsible", "provider", "method", "source_line", "note", "position")
    return jsonify({
        **_passport(held, row), **{name: row[name] for name in extra}, "as_of": plain(as_of),
        "sources": _sources(found, row), "verdict": verdict_fields(current(), judged),
        "breaks": [break_fields(current(), one) for one in broken],
        **_page(f"/api/indicators/{code}", len(found), limit, offset, len(part)), "values": part,
        "page": f"/indicators/{code}", "csv": f"/api/indicators/{code}.csv",
    })  # fmt: skip


def _sources(found: Iterable[Mapping[str, Any]], row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where the values come from: source, origin, newest date and a sentence that says them."""
    return [{"source": one[0], "origin": one[1], "data_date": plain(one[2]), "words": source_line(current(), *one)}
            for one in sources_of(indicators.points(found), row)]  # fmt: skip


@params.guarded
def indicator_csv(code: str) -> Response:
    """Values of an indicator as a table, with sources, origin, day of knowledge and breaks in the last lines."""
    try:
        held, row, found, as_of, broken = _found(code)
    except UnknownIndicatorError:
        return hidden()
    if not may(_user(), Action.EXPORT, Thing("indicator", Sensitivity(row["sensitivity"]))):
        return hidden()
    card = _passport(held, row)
    rows = ([row["code"], card["name"], card["unit"], *(value[name] for name in VALUE_FIELDS)] for value in found)
    about = (card["name"], f"{card['source_title']} · {card['attribution']}", f"{card['origin']} · {card['licence']}",
             *_entered(held, found, row["source"]), f"{card['data_date'] or ''} · /indicators/{code}",
             *_known_on(as_of), *break_lines(current(), broken))  # fmt: skip
    head = ("code", "name", "unit", *VALUE_FIELDS)
    reply = Response(table(head, list(rows)[:EXPORT_ROWS], about), mimetype="text/csv")
    reply.headers["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return reply


def _entered(held: Store, found: Iterable[Mapping[str, Any]], own: str) -> list[str]:
    """Sources of values that are not the passport's one: those of bodies whose officials entered them."""
    others = dict.fromkeys((value["source"], value["origin"]) for value in found if value["source"] != own)
    named = [(held.city.source(source), source, origin) for source, origin in others]
    return [f"{source.names[lang()] if source else code} · {origin}" for source, code, origin in named]


def _known_on(as_of: date | None) -> list[str]:
    """Line that says the day of knowledge of a file."""
    return [f"{current().t('indicator.file.as_of')}: {as_of.isoformat()}"] if as_of else []


@params.guarded
def facts() -> Response:
    """Single figures of the documents, by search words and choices, a page at a time."""
    held = store()
    (limit, offset), text, chosen = _window(), _asked(), _chosen(narrative.FACT_CHOICES)
    with held.read() as conn:
        page = narrative.facts(conn, held, text, chosen, limit=limit, offset=offset)
    rows = [_fact(held, row) for row in page.rows]
    return jsonify({**_page("/api/facts", page.matched, limit, offset, len(rows)), "facts": rows})


def _fact(held: Store, row: Mapping[str, Any]) -> dict[str, Any]:
    english = lang() == "en"
    return {
        **{name: plain(value) for name, value in row.items()}, "metric": row["metric_en" if english else "metric_ru"],
        "unit": words.unit(lang(), held.city, None, row["unit_ru"], row["unit_en"]),
        "territory_title": words.territory(lang(), held.city, row["territory"]),
        "source_document": words.document(lang(), row["source_doc"]),
    }  # fmt: skip


@params.guarded
def registers() -> Response:
    """Registers of the documents and their numbers of rows."""
    with store().read() as conn:
        found = narrative.registers(conn)
    rows = [{"register": name, "rows": count, "href": f"/api/registers/{name}"} for name, count in found.items()]
    return jsonify({"registers": rows})


@params.guarded
def register_rows(name: str) -> Response:
    """Rows of a register with their whole printed row, a page at a time."""
    limit, offset = _window()
    if len(name) > MAX_CODE or "\0" in name:
        return hidden()
    try:
        with store().read() as conn:
            page = narrative.register_rows(conn, name, limit=limit, offset=offset)
    except UnknownRegisterError:
        return hidden()
    rows = [{key: plain(value) for key, value in row.items()} for row in page.rows]
    return jsonify({
        "register": name, **_page(f"/api/registers/{name}", page.matched, limit, offset, len(rows)), "rows": rows,
    })  # fmt: skip
