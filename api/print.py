"""Door of printing: the picture that the browser drew becomes a PDF or a PNG that says what it shows."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, cast
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, request
from werkzeug.datastructures import FileStorage

from api import params
from api.errors import api_error
from api.layers import user
from api.print_tools import SYNTHETIC, Extra, compared, extra_of
from components.ask_words import filter_words, place_words, span_words
from components.citymap.cells import has_cells
from components.citymap.heat import heat_layers
from components.citymap.legend import LegendItem, heat_legend, legend
from components.context import Context, current
from components.libraries import folder
from components.map_state import MapState, default_visible, known_on, layer_filters, query_of, read_state
from components.map_words import unit_words
from components.palette import color
from config import clock
from config.attribution import attribution, attributions
from config.city import Source
from config.limits import PRINT_BYTES, PRINT_TITLE_CHARS
from config.records import LayerRecord
from data.queries.filters import AskError
from data.queries.totals import Totals, layer_totals
from reports.print import (
    Group,
    Inks,
    MapPicture,
    Mark,
    Note,
    Paper,
    PictureError,
    Sheet,
    View,
    make_pdf,
    picture_with_words,
    read_picture,
    sign_picture,
)

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,15})?")
LEAST_SIDE, MOST_SIDE, MOST_ZOOM, MOST_LAT = 50, 20_000, 22, 85
CROOKED = 0.03


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/print", "print", printed, methods=["POST"])


@dataclass(frozen=True)
class Shown:
    """A visible layer with what the store knows of it."""

    layer: LayerRecord
    totals: Totals

    @property
    def synthetic(self) -> bool:
        """Whether rows of it are made up."""
        return SYNTHETIC in self.totals.by_origin


@params.guarded
def printed() -> Response:
    """The file of a form.

    `picture` (PNG), `query` (of the map's address), `width`, `height` (of the window in CSS pixels), `zoom`, `lat`,
    `title`, `paper` (A4, A3), `side` (portrait, landscape), `format` (pdf, png).
    """
    request.max_content_length = PRINT_BYTES
    form, sent = request.form, request.files.get("picture")
    given = {name: _choice(name, form.get(name, known[0]), known) for name, known in _CHOICES.items()}
    view = View(*(_number(name, low, high) for name, low, high in _MEASURES))
    try:
        image = read_picture(_bytes(sent))
    except PictureError:
        return api_error(400, "bad_picture")
    if abs(image.width / image.height / (view.width / view.height) - 1) > CROOKED:
        return api_error(400, "bad_picture")
    ctx = current("/map", dict(parse_qsl(form.get("query", ""), keep_blank_values=True)))
    sheet = _sheet(ctx, read_state(ctx.store, user(), ctx.query), form.get("title", ""))
    picture = MapPicture(image, view)
    if given["format"] == "png":
        return _file(ctx, picture_with_words(sheet, picture, _inks(ctx)), "image/png", "png")
    paper = Paper(cast(Literal["A4", "A3"], given["paper"]), given["side"] == "landscape")
    return _file(ctx, make_pdf(sheet, picture, paper), "application/pdf", "pdf")


def _bytes(sent: FileStorage | None) -> bytes:
    """What was sent; a big picture waits in a file of its own, which is given up at once."""
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read()


_CHOICES = {"paper": ("A4", "A3"), "side": ("landscape", "portrait"), "format": ("pdf", "png")}
_MEASURES = (
    ("width", LEAST_SIDE, MOST_SIDE), ("height", LEAST_SIDE, MOST_SIDE), ("zoom", 0, MOST_ZOOM),
    ("lat", -MOST_LAT, MOST_LAT),
)  # fmt: skip


def _choice(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise AskError("print", name)
    return text


def _number(name: str, low: float, high: float) -> float:
    text = request.form.get(name, "")
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not low <= number <= high:
        raise AskError("print", name)
    return number


def _file(ctx: Context, body: bytes, mimetype: str, ending: str) -> Response:
    reply = Response(body, mimetype=mimetype)
    name = f"{ctx.store.city.id}-map-{_now(ctx):%Y-%m-%d}.{ending}"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _now(ctx: Context) -> datetime:
    return clock.now(ctx.store.city.timezone)


def _sheet(ctx: Context, state: MapState, title: str) -> Sheet:
    more, sides = compared(ctx, state)
    with ctx.store.read() as conn:
        shown = [
            Shown(ctx.store.layers[name], layer_totals(conn, ctx.store, name, ctx.user))
            for name in reversed([*state.visible, *more])
        ]
        extra = extra_of(ctx, conn, state)
    loud = [name for origin, name in extra.origins if origin == SYNTHETIC]
    loud += [ctx.t(f"layer.{one.layer.id}.title") for one in shown if one.synthetic]
    kept = query_of(replace(state, extra={**state.extra, "tool": ""}), default_visible(ctx.store, ctx.user))
    query = urlencode({name: value for name, value in {**kept, "lang": ctx.lang}.items() if value})
    now = _now(ctx)
    tidy = " ".join(title.split())[:PRINT_TITLE_CHARS]
    return Sheet(
        lang=ctx.lang, title=tidy or ctx.t("print.title", city=ctx.words(ctx.store.city.names)),
        subtitle=" · ".join((ctx.words(ctx.store.city.names), place_words(ctx, state.district),
                             f"{ctx.t('ask.time')}: {span_words(ctx, state.span)}", *_known(ctx, state), *sides)),
        made=ctx.t("print.made", date=ctx.date(now.date()), time=f"{now:%H:%M}"), author=ctx.t("app.name"),
        groups=[*extra.groups, *(_group(ctx, one) for one in shown), *extra.below],
        notes=_notes(ctx, state, (shown, extra), f"{request.host_url}map?{query}"),
        attribution="; ".join([*attributions(_all_sources(ctx, shown, extra), ctx.lang), *extra.named]),
        warning=ctx.t("print.synthetic", layers=", ".join(loud)) if loud else "",
        link=f"{request.host_url}map?{query}", words=_words(ctx),
    )  # fmt: skip


def _known(ctx: Context, state: MapState) -> list[str]:
    """The day of knowledge, when the map shows what was known then."""
    day = known_on(state)
    return [f"{ctx.t('ask.as_of')}: {ctx.date(day)}"] if day else []


def _inks(ctx: Context) -> Inks:
    """Colours of the strip below a picture: its marks are those of the theme and have to be seen."""
    if ctx.theme == "light":
        return Inks()
    names = ("city-ground", "label", "label-quiet", "risk", "none")
    return Inks(*(color(ctx.theme, name) for name in names))


def _words(ctx: Context) -> dict[str, str]:
    own = {name: ctx.t(f"print.{name}") for name in ("legend", "north", "page", "scale")}
    return own | {unit: unit_words(ctx, unit) for unit in ("m", "km")}


def _group(ctx: Context, one: Shown) -> Group:
    heated = has_cells(one.layer) and one.layer.id in heat_layers(ctx.query)
    rows = legend(one.layer, ctx.theme, ctx.lang, cells=not heated)
    marks = [_mark(item) for item in (*(heat_legend(ctx.theme, ctx.lang) if heated else ()), *rows)]
    loud = ctx.t("print.loud") if one.synthetic else ""
    return Group(ctx.t(f"layer.{one.layer.id}.title"), marks, loud)


def _mark(item: LegendItem) -> Mark:
    sign = sign_picture(folder(), item.icon, item.color, item.edge) if item.icon else None
    return Mark(item.words, item.shape, item.color, item.size, item.edge, item.fill, bool(item.dash), sign)


def _notes(ctx: Context, state: MapState, on_map: tuple[Sequence[Shown], Extra], link: str) -> list[Note]:
    (shown, extra), filters = on_map, []
    for one in shown:
        said = filter_words(ctx, one.layer, layer_filters(state, ctx.store, ctx.user, one.layer.id))
        filters += [f"{ctx.t(f'layer.{one.layer.id}.title')}: {said}"] if said else []
    found = [
        (ctx.t("ask.filters"), filters or [ctx.t("ask.none")]),
        (ctx.t("ask.time"), [span_words(ctx, state.span), *_known(ctx, state)]),
        (ctx.t("print.sources"), [*_sources(ctx, shown, extra), *extra.lines]),
        (ctx.t("list.origin"), _origins(ctx, shown, extra)),
        (ctx.t("print.link"), [link]),
    ]
    return [Note(title, lines) for title, lines in found if lines]


def _dated(ctx: Context, shown: Sequence[Shown], extra: Extra) -> list[tuple[Source, date | None]]:
    """Sources of all that is shown with the day of their data."""
    own = [(source, one.totals.data_date) for one in shown for source in ctx.store.city.sources_of(one.layer.id)]
    return [*extra.sources, *own]


def _all_sources(ctx: Context, shown: Sequence[Shown], extra: Extra) -> list[Source]:
    return [source for source, _ in _dated(ctx, shown, extra)]


def _sources(ctx: Context, shown: Sequence[Shown], extra: Extra) -> list[str]:
    """Each source once with its licence and the day of its data."""
    lines: dict[str, str] = {}
    for source, told in _dated(ctx, shown, extra):
        day = source.data_date or told
        said = f"{ctx.words(source.names)}: {attribution(source, ctx.lang)}, {source.licence}"
        lines[source.id] = said + (f", {ctx.t('print.dated', date=ctx.date(day))}" if day else "")
    return list(lines.values())


def _origins(ctx: Context, shown: Sequence[Shown], extra: Extra) -> list[str]:
    found: dict[str, list[str]] = {}
    for origin, name in extra.origins:
        found.setdefault(origin, []).append(name)
    for one in shown:
        for origin in one.totals.by_origin:
            found.setdefault(origin, []).append(ctx.t(f"layer.{one.layer.id}.title"))
    return [f"{ctx.t(f'value.origin.{origin}')}: {', '.join(names)}" for origin, names in found.items()]
