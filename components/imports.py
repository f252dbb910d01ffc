"""What the screen of imports is told, as JSON in the reader's language: files, fields, rows tried, outcomes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from components.context import Context
from config import i18n
from config.records import LayerRecord
from data import mappings, numbers
from data.addresses.match import Place
from data.loading.advice import advice
from data.loading.report import say
from data.tables import record, uploads
from data.tables.fields import COMMON, fields_of, open_layers, suggest, suggest_factors, title
from data.tables.look import Look
from data.tables.trial import Trial, TriedRow

SHOWN_CHARS = 80
SHOWN_FIRST = ("name_ru", "kind", "state")
HIDDEN = frozenset({"object_id", "row_hash", "doubt", "lon", "lat", "cell", "district", "address"})


def look_json(ctx: Context, found: uploads.Upload, seen: Look, known: Sequence[mappings.Mapping]) -> dict[str, Any]:
    """A file looked into, the layers it can go to, and the mappings that know its header."""
    return {
        "token": found.token, "name": found.name, "size": found.size, "sheets": list(seen.sheets), "sheet": seen.sheet,
        "header_row": seen.header_row, "fingerprint": seen.fingerprint,
        "columns": [
            {"name": c.name, "samples": list(c.samples), "looks": c.looks, "words": ctx.t(f"import.looks.{c.looks}")}
            for c in seen.columns
        ],
        "layers": [
            {"id": layer.id, "title": ctx.t(f"layer.{layer.id}.title"), "body": _body(ctx)}
            for layer in open_layers(ctx.store, ctx.user)
        ],
        "known": [mapping_json(ctx, each) for each in known],
    }  # fmt: skip


def mapping_json(ctx: Context, held: mappings.Mapping) -> dict[str, Any]:
    """A kept mapping with what was mapped, and by whom and when it was made."""
    wish = record.wish_of(held.record).model_dump(mode="json")
    said = ctx.t("import.version", number=held.version, who=held.made_by, when=ctx.date(ctx.local_day(held.made_at)))
    return {"id": held.id, "name": held.name, "layer": held.layer, "version": held.version, "said": said,
            "wish": {**wish, "name": held.name, "data_date": None}}  # fmt: skip


def _body(ctx: Context) -> str:
    state = [body.id for body in ctx.store.city.bodies if body.kind == "state"]
    office = next((s.body for s in ctx.store.city.sources if s.accepts), "")
    return office if office in state else (state or [""])[0]


def fields_json(ctx: Context, layer: LayerRecord, seen: Look) -> dict[str, Any]:
    """Fields of a layer for the screen, and the columns suggested for them."""
    unit = {field.name: field.unit for field in layer.fields}
    chosen = suggest(layer, ctx.user, seen.columns)
    units = {each.id: each.symbol[ctx.lang] for each in ctx.store.city.units}
    return {
        "fields": [
            {"name": f.name, "title": f.title, "type": f.type, "codes": [list(pair) for pair in f.codes],
             "required": f.required, "unit": units.get(unit.get(f.name) or "", "")}
            for f in fields_of(layer, ctx.user, ctx.lang)
        ],
        "suggested": chosen, "factors": suggest_factors(layer, chosen),
    }  # fmt: skip


def tried_json(ctx: Context, layer: LayerRecord, wish: record.Wish, trial: Trial) -> dict[str, Any]:
    """Rows tried: columns of the table on the screen, cells in words, reasons of refused rows, numbers in doubt."""
    rows = trial.rows
    used = [name for name, field in wish.fields.items() if field.column or field.constant]
    names = [name for name in dict.fromkeys((*SHOWN_FIRST, *COMMON, *(f.name for f in layer.fields))) if name in used]
    names = [name for name in names if name not in HIDDEN]
    return {
        "columns": [title(ctx.lang, name) for name in names],
        "rows": [_row(ctx, layer, names, row) for row in rows],
        "good": sum(not row.reason for row in rows), "refused": sum(bool(row.reason) for row in rows),
        "doubts": [said for name, text in trial.two_ways.items() if (said := _doubt(ctx, name, text))],
    }  # fmt: skip


def _doubt(ctx: Context, name: str, text: str) -> str:
    found = numbers.read(text)
    if found is None:
        return ""
    other = next(way for way, sign in numbers.SIGNS.items() if sign not in text)
    return ctx.t("import.two_ways", field=title(ctx.lang, name), given=text, fraction=ctx.number(found.value),
                 whole=ctx.number(found.read("thousands")), way=ctx.t(f"import.decimals.{other}"))  # fmt: skip


def _row(ctx: Context, layer: LayerRecord, names: Sequence[str], row: TriedRow) -> dict[str, Any]:
    out: dict[str, Any] = {"row": row.row_no, "refused": bool(row.reason)}
    if row.placed is not None:
        best = row.placed.match.best
        out["place"] = place_json(ctx, best) | {"decided": row.placed.decided, "address": row.placed.address}
    if row.reason:
        out["why"] = why(ctx, row.field, row.reason, row.value)
        return out
    out["cells"] = [_cell(ctx, layer, name, row.values.get(name)) for name in names]
    out["district"] = _code(ctx, "district", row.values.get("district"))
    out["lon"], out["lat"] = row.values["lon"], row.values["lat"]
    return out


def place_json(ctx: Context, place: Place) -> dict[str, Any]:
    """A place that an address may mean, with its quality in words."""
    return {
        "quality": place.quality, "words": ctx.t(f"address.quality.{place.quality}"), "score": place.score,
        "score_words": ctx.number(place.score, 2), "matched": place.matched, "lon": place.lon, "lat": place.lat,
        "metres": place.uncertainty_m, "metres_words": ctx.number(place.uncertainty_m), "sure": place.sure,
        "district": _code(ctx, "district", place.district),
    }  # fmt: skip


def _cell(ctx: Context, layer: LayerRecord, name: str, value: Any) -> str:
    if value is None:
        return i18n.NO_DATA
    if isinstance(value, bool):
        return ctx.t(f"value.bool.{str(value).lower()}")
    if isinstance(value, datetime | date):
        return ctx.date(ctx.local_day(value) if isinstance(value, datetime) else value)
    if isinstance(value, int | float):
        return ctx.number(value)
    own = layer.field(name)
    return _code(ctx, name, value) if name in ("kind", "state") or (own and own.type == "code") else str(value)


def _code(ctx: Context, name: str, code: Any) -> str:
    if name == "district":
        found = next((d for d in ctx.store.city.districts if d.id == code), None)
        key = f"value.district.{code}"
        return ctx.words(found.names) if found else ctx.t(key) if i18n.has(ctx.lang, key) else str(code or "")
    key = f"value.{name}.{code}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else str(code)


def why(ctx: Context, field: str, reason: str, value: str) -> str:
    """Why a row was refused, in words: field, reason, value as found, and what to do about it."""
    key = f"load.reason.{reason}"
    said = ctx.t(key) if i18n.has(ctx.lang, key) else reason
    known = any(i18n.has(ctx.lang, f"{group}.{field}") for group in ("import.field", "field"))
    head = f"{title(ctx.lang, field) if known else field}: " if field and field != "geom" else ""
    return f"{head}{said}" + (f" ({value[:SHOWN_CHARS]})" if value else "") + _advised(ctx, reason, value)


def _advised(ctx: Context, reason: str, value: str) -> str:
    """What to do about it, as a sentence of its own; empty where nobody can say."""
    found = advice(reason, value) if value else None
    if found is None:
        return ""
    key, given = found
    values = {name: ctx.date(one) if isinstance(one, date) else ctx.number(one) for name, one in given.items()}
    return ". " + ctx.t(f"import.advice.{key}", **values)


def state_json(ctx: Context, layer: LayerRecord | None, state: Mapping[str, Any]) -> dict[str, Any]:
    """How far a check or load is; when it is done: its counts, message, refused rows in words."""
    kept = ("step", "share", "dry_run", "load", "unsure")
    out: dict[str, Any] = {name: state[name] for name in kept if name in state}
    if state["step"] != "done":
        return out
    status = str(state.get("status", "failed"))
    out["status"], out["status_words"] = status, ctx.t(f"load.status.{status}")
    out["good"] = status in ("ok", "unchanged", "dry_run")
    message = str(state.get("message", ""))
    out["message"] = say(ctx.lang, message) if message else "" if out["good"] else ctx.t("import.broken")
    counts = state.get("counts", {})
    out["counts"] = {
        name: {"words": ctx.t(f"load.count.{name}"), "number": ctx.number(count), "value": count}
        for name, count in counts.items()
    }
    out["unsure_words"] = ctx.number(int(state.get("unsure", 0)))
    out["notes"] = [
        ctx.t(f"load.note.{name}", count=ctx.number(count)) for name, count in state.get("notes", {}).items()
        if i18n.has(ctx.lang, f"load.note.{name}")
    ]  # fmt: skip
    out["refusals"] = [
        {"row": row_no, "why": why(ctx, field, reason, str(value))}
        for row_no, field, reason, value in state.get("refusals", [])
    ]
    if layer is not None:
        out["layer"] = layer.id
    return out
