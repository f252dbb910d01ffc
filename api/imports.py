"""Doors of tables that officials bring: upload, look, suggestions, preview, check, load, refused rows."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

import xlsxwriter
from flask import Flask, Response, jsonify, request
from pydantic import ValidationError

from api.errors import api_error, hidden, lang
from api.layers import user
from api.params import decoded
from api.session import settings
from api.table_file import plain, safe_cell, table
from components.context import current, store
from components.imports import fields_json, look_json, state_json, tried_json
from config import i18n
from config.city import Source
from config.limits import UPLOAD_BYTES
from config.records import LayerRecord
from data import mappings
from data.loading.report import LoadError, say
from data.queries.filters import AskError
from data.tables import record, run, trial, uploads
from data.tables.fields import COMMON, fields_of, may_import, open_layers, suggest_codes
from data.tables.look import Look, look

MAX_WISH = 200_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Found = tuple[uploads.Upload, record.Wish, LayerRecord]


def register(server: Flask) -> None:
    """Add the doors."""
    add = server.add_url_rule
    add("/api/imports", "imports_upload", upload, methods=["POST"])
    add("/api/imports/<token>/look", "imports_look", looked)
    add("/api/imports/<token>/fields", "imports_fields", fields)
    for name, view in (("codes", codes), ("preview", preview), ("check", check), ("load", load)):
        add(f"/api/imports/<token>/{name}", f"imports_{name}", view, methods=["POST"])
    add("/api/imports/<token>/state", "imports_state", state)
    add("/api/imports/<token>/refused.<ending>", "imports_refused", refused)


def guarded(door: Callable[..., Response]) -> Callable[..., Response]:
    """For those who may bring tables; for everybody else there is no such door. Faults are answered in words."""

    @wraps(door)
    def answer(*args: Any, **kwargs: Any) -> Response:
        if not may_import(user()):
            return hidden()
        try:
            return door(*args, **kwargs)
        except LookupError:
            return hidden()
        except uploads.UploadError as error:
            return api_error(400, error.key, limit=UPLOAD_BYTES // 1_000_000, known=", ".join(uploads.ENDINGS))
        except (record.WishError, AskError) as error:
            return api_error(400, f"bad_import_{error.part}")
        except LoadError as error:
            return api_error(400, "bad_import_table", reason=say(lang(), error.message()))

    return answer


@guarded
def upload() -> Response:
    """Take a file as the body of the request, streamed to disk; its name in `name`. Answers what is in it."""
    request.max_content_length = UPLOAD_BYTES + 1
    if (request.content_length or 0) > UPLOAD_BYTES:
        raise uploads.UploadError("bad_file_size")
    kept = uploads.keep(settings().home, request.stream, request.args.get("name", ""), user().name or "")
    return _looked(kept, look(kept.path))


@guarded
def looked(token: str) -> Response:
    """What is in the file with another sheet or header row."""
    found = _upload(token)
    header = request.args.get("header", "0")
    if not header.isdecimal() or int(header) > 1000:
        raise AskError("header", "number")
    return _looked(found, look(found.path, request.args.get("sheet", ""), int(header)))


def _looked(found: uploads.Upload, seen: Look) -> Response:
    layers = {layer.id for layer in open_layers(store(), user())}
    with store().read() as conn:
        known = [each for each in mappings.recognised(conn, seen.fingerprint) if each.layer in layers]
    return jsonify(look_json(current(), found, seen, known))


@guarded
def fields(token: str) -> Response:
    """Fields of a layer, with the columns that most likely belong to them."""
    found, layer = _upload(token), _layer(request.args.get("layer", ""))
    header = request.args.get("header", "0")
    if not header.isdecimal():
        raise AskError("header", "number")
    seen = look(found.path, request.args.get("sheet", ""), int(header))
    return jsonify(fields_json(current(), layer, seen))


@guarded
def codes(token: str) -> Response:
    """Values of the column of a field, with the codes they most likely mean."""
    found, wish, layer = _asked(token)
    name = request.args.get("field", "")
    asked = wish.fields.get(name)
    options = next((each.codes for each in fields_of(layer, user(), lang()) if each.name == name), ())
    if asked is None or not asked.column or not options:
        raise AskError("fields", "unknown")
    source = _record(wish, layer, "office-0", complete=False)
    values = trial.values_of(source, found.path, asked.column)
    likely = suggest_codes(layer, name, [value for value, _ in values])
    return jsonify({"values": [{"value": v, "count": n, "code": likely.get(v, "")} for v, n in values],
                    "options": [list(pair) for pair in options]})  # fmt: skip


@guarded
def preview(token: str) -> Response:
    """The first rows as they would be stored, and the refused ones with their reasons."""
    found, wish, layer = _asked(token)
    tried = trial.tried(store(), _record(wish, layer, "office-0"), found.path)
    return jsonify(tried_json(current(), layer, wish, tried))


@guarded
def check(token: str) -> Response:
    """Try the whole file without writing anything."""
    return _begin(token, dry_run=True)


@guarded
def load(token: str) -> Response:
    """Load the file and keep the mapping under its name."""
    return _begin(token, dry_run=False)


def _begin(token: str, *, dry_run: bool) -> Response:
    found, wish, layer = _asked(token)
    if not dry_run and not wish.name.strip():
        raise record.WishError("name")
    if not dry_run and wish.data_date is None:
        raise record.WishError("data_date")
    seen = look(found.path, wish.sheet, wish.header_row)
    _record(wish, layer, "office-0")
    number = _number(wish, layer, make=not dry_run)
    source = _record(wish, layer, mappings.source_id(number))
    order = run.Order(found, source, seen.fingerprint, number, user().name or "", dry_run)
    if not run.start(store(), order):
        return api_error(409, "import_busy")
    found.put("record.json", source.model_dump(mode="json"))
    answer = jsonify(state_json(current(), layer, run.state_of(found)))
    answer.status_code = 202
    return answer


def _number(wish: record.Wish, layer: LayerRecord, *, make: bool) -> int:
    """Number of the mapping of that name; 0 for a try under a name that is not there yet."""
    if not make:
        with store().read() as conn:
            held = mappings.find_name(conn, wish.name)
        return held.id if held is not None and held.layer == layer.id else 0
    try:
        with store().write() as conn:
            return mappings.begin(conn, wish.name, layer.id, user().name or "")
    except ValueError:
        raise record.WishError("name_taken") from None


@guarded
def state(token: str) -> Response:
    """How far the check or the load is, and what came of it."""
    found = _upload(token)
    source = _kept_record(found)
    layer = store().layers[source.loads[0].layer] if source else None
    return jsonify(state_json(current(), layer, run.state_of(found)))


@guarded
def refused(token: str, ending: str) -> Response:
    """Refused rows as they stand in the file, with field and reason: CSV, or XLSX with text cells only."""
    found = _upload(token)
    source, refusals = _kept_record(found), found.get(run.REFUSED)
    if source is None or refusals is None or ending not in ("csv", "xlsx"):
        return hidden()
    why = {row_no: _why(source, field, reason, str(value)) for row_no, field, reason, value in refusals}
    rows = list(run.refused_rows(source, found.path, refusals))
    head = [i18n.t(lang(), "import.row"), *(rows[0][0] if rows else []), i18n.t(lang(), "import.reason")]
    lines = [[*values, why[values[0]]] for _, values in rows]
    if ending == "csv":
        body: bytes = table(head, lines, []).encode()
        kind = "text/csv"
    else:
        body, kind = _book(head, lines), XLSX
    reply = Response(body, mimetype=kind)
    reply.headers["Content-Disposition"] = f'attachment; filename="refused.{ending}"'
    return reply


def _why(source: Source, field: str, reason: str, value: str) -> str:
    layer = store().layers[source.loads[0].layer]
    told = state_json(current(), layer, {"step": "done", "refusals": [[0, field, reason, value]]})
    return str(told["refusals"][0]["why"])


def _book(head: list[str], lines: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for at, line in enumerate([head, *lines]):
            for column, value in enumerate(line):
                sheet.write_string(at, column, str(safe_cell(plain(value))))
    return out.getvalue()


def _upload(token: str) -> uploads.Upload:
    found = uploads.find(settings().home, token, user().name or "")
    if found is None:
        raise LookupError(token)
    return found


def _layer(layer_id: str) -> LayerRecord:
    layer = next((each for each in open_layers(store(), user()) if each.id == layer_id), None)
    if layer is None:
        raise LookupError(layer_id)
    return layer


def _asked(token: str) -> Found:
    found = _upload(token)
    if len(request.get_data()) > MAX_WISH:
        raise AskError("wish", "long")
    try:
        wish = record.Wish.model_validate(decoded(request.get_data(as_text=True), "wish", MAX_WISH))
    except ValidationError:
        raise AskError("wish", "fields") from None
    return found, wish, _layer(wish.layer)


def _record(wish: record.Wish, layer: LayerRecord, source_id: str, *, complete: bool = True) -> Source:
    known = [*COMMON, *(each.name for each in fields_of(layer, user(), "ru"))]
    if not complete:
        lone = {"address": ("#",), "place": "address"} if not wish.address else {}
        rest = {name: record.FieldWish(constant=code) for name, code in record.DEFAULTS.items()}
        wish = wish.model_copy(update={**lone, "fields": {**rest, **wish.fields}})
    return record.record_of(wish, store().city, layer, source_id, known)


def _kept_record(found: uploads.Upload) -> Source | None:
    kept = found.get("record.json")
    return None if kept is None else Source.model_validate(kept)
