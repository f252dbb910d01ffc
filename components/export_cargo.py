"""What goes into a file of a layer, in the reader's words: columns, rows, and what the file says about itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any

from components.ask_words import ask_lines
from components.badges import city_today
from components.context import Context
from components.map_words import NAMES, row_title, value_words
from config.attribution import attribution
from config.city import Source
from config.policy import Role
from config.records import FieldType, LayerRecord
from data.layer_tables import measure_column
from data.queries.extract import Extract, Rows
from data.queries.items import Ask
from data.queries.picture_addresses import Addresses, column, kinds_of
from data.queries.scope import seen_columns
from reports.exports.model import SYNTHETIC, Cargo, Column, Facts, Tick

CODED: dict[str, FieldType] = dict.fromkeys(("kind", "state", "district", "body", "origin", "sensitivity"), "code")
DAYS: dict[str, FieldType] = {
    "valid_from": "date", "valid_to": "date", "data_date": "date", "loaded_at": "time",
}  # fmt: skip


@dataclass(frozen=True)
class Parcel:
    """A layer, what is asked of it, what was found before the rows are read, and how many rows the file may hold."""

    layer: LayerRecord
    ask: Ask
    found: Extract
    shown: int
    pictures: Addresses = field(default_factory=dict)


def cargo(ctx: Context, parcel: Parcel, portions: Iterable[Rows], tick: Tick = lambda _done: None) -> Cargo:
    """Everything that goes into the file, whatever its format."""
    layer = parcel.layer
    own = ("name", "id", "lon", "lat", "data", "about", "synthetic")
    return Cargo(
        layer=layer.id, title=ctx.t(f"layer.{layer.id}.title"), geometry=layer.geometry, columns=_columns(ctx, layer),
        portions=_pictured(parcel, portions), title_of=partial(row_title, ctx), facts=_facts(ctx, parcel),
        words={name: ctx.t(f"export.word.{name}") for name in own}, tick=tick,
    )  # fmt: skip


def _columns(ctx: Context, layer: LayerRecord) -> list[Column]:
    """Columns the reader may see; a unit stays in their words, because the numbers below are plain. Codes are few."""
    own = [
        Column(name, ctx.t(f"{'card' if name in NAMES else 'field'}.{name}"), _type(layer, name),
               cache(partial(value_words, ctx, layer, name)) if name in CODED else None)
        for name in seen_columns(ctx.user, layer) if name != "object_id"
    ]  # fmt: skip
    return [*own, *(Column(column(kind), ctx.t(f"export.pictures.{kind}"), "text") for kind in kinds_of(layer.id))]


def _pictured(parcel: Parcel, portions: Iterable[Rows]) -> Iterator[Rows]:
    """Rows with the addresses of the pictures of their objects, where the layer may have any."""
    kinds = kinds_of(parcel.layer.id)
    for rows in portions:
        for row in rows if kinds else ():
            own = parcel.pictures.get(row["object_id"], {})
            row.update({column(kind): own.get(kind) or None for kind in kinds})
        yield rows


def _type(layer: LayerRecord, name: str) -> FieldType:
    own = layer.field(name)
    if own is not None:
        return own.type
    return "num" if name == measure_column(layer) else {**CODED, **DAYS}.get(name, "text")


def _sources(ctx: Context, parcel: Parcel) -> list[Source]:
    """Sources of the rows found; of the layer when nothing was found."""
    named = [source for name in parcel.found.sources if (source := ctx.store.city.source(name)) is not None]
    return named or list(ctx.store.city.sources_of(parcel.layer.id))


def asker(ctx: Context) -> str:
    """Who asks: name and role of an account, or a visitor."""
    role = ctx.t(f"role.{ctx.user.role.value}")
    return role if ctx.user.name is None or ctx.user.role is Role.VISITOR else f"{ctx.user.name} ({role})"


def _facts(ctx: Context, parcel: Parcel) -> Facts:
    found, layer, sources = parcel.found, parcel.layer, _sources(ctx, parcel)
    lines = [(ctx.t("export.layer"), ctx.t(f"layer.{layer.id}.title")), *ask_lines(ctx, layer, parcel.ask)]
    for source in sources:
        said = f"{ctx.words(source.names)}, {attribution(source, ctx.lang)}, {source.licence}"
        lines.append((ctx.t("list.attribution"), f"{said}, {source.licence_url}" if source.licence_url else said))
    lines.append((ctx.t("export.data_date"), _days(ctx, found.first, found.last)))
    lines.append((ctx.t("list.origin"), _origins(ctx, found)))
    if SYNTHETIC in found.origins:
        lines.append((ctx.t("export.warning"), ctx.t("export.synthetic", count=ctx.number(found.origins[SYNTHETIC]))))
    lines.append((ctx.t("export.rows"), ctx.number(parcel.shown)))
    if parcel.shown < found.rows:
        cut = ctx.t("list.cut", shown=ctx.number(parcel.shown), total=ctx.number(found.rows))
        lines.append((ctx.t("export.warning"), cut))
    doubts = ctx.t("export.doubtful", count=ctx.number(found.doubts)) if found.doubts else ctx.t("export.no_doubts")
    lines.append((ctx.t("export.doubts"), doubts))
    if kinds_of(layer.id):
        lines.append((ctx.t("picture.title"), ctx.t("export.pictures.note")))
    lines.append((ctx.t("list.made"), ctx.date(city_today(ctx))))
    lines.append((ctx.t("export.asker"), asker(ctx)))
    return Facts(lines, _machine(ctx, parcel, sources))


def _days(ctx: Context, first: date | None, last: date | None) -> str:
    return ctx.date(first) if first == last else f"{ctx.date(first)} – {ctx.date(last)}"


def _origins(ctx: Context, found: Extract) -> str:
    return ", ".join(f"{ctx.t(f'value.origin.{name}')} ({ctx.number(n)})" for name, n in found.origins.items()) or "–"


def _machine(ctx: Context, parcel: Parcel, sources: Iterable[Source]) -> Mapping[str, Any]:
    found, kept = parcel.found, list(sources)
    return {
        "layer": parcel.layer.id, "rows": parcel.shown, "matched": found.rows, "origins": found.origins,
        "synthetic": SYNTHETIC in found.origins, "doubts": found.doubts,
        "data_date": [found.first, found.last], "made": city_today(ctx),
        "attribution": "; ".join(dict.fromkeys(attribution(source, ctx.lang) for source in kept)),
        "sources": [
            {"id": s.id, "title": ctx.words(s.names), "attribution": attribution(s, ctx.lang), "licence": s.licence,
             "licence_url": s.licence_url, "origin": s.origin} for s in kept
        ],
    }  # fmt: skip
