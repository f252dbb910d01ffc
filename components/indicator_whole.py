"""The city beside its districts, or the country beside its regions, on a chart of bars: a figure or a line, no bar."""

from collections.abc import Sequence
from typing import Any

from components import indicator_words as words
from components.charts import INK
from components.context import Context
from components.indicator_signs import hover, plain
from components.periods import period_words
from config.city import City
from data.queries.indicators import Point

Row = tuple[str, Point]
LEAST = 2
# A whole that is as many times the greatest of its parts would make their bars too short to be compared.
DWARFS = 1.5
# Parts whose sum differs from the whole by no more than this share add up to it.
ROUNDED = 0.01


def split(rows: Sequence[Row], city: City) -> tuple[list[Row], list[Row]]:
    """Rows of the parts, and those of the wholes that they belong to; no wholes beside fewer than two parts."""
    districts = {district.id for district in city.districts}
    inside = [row for row in rows if row[1].territory in districts]
    wholes = {city.country, city.id} if len(inside) >= LEAST else {city.country}
    parts = [row for row in rows if row[1].territory not in wholes]
    if len(parts) < LEAST:
        return list(rows), []
    return parts, [row for row in rows if row[1].territory in wholes]


def is_total(whole: Point, parts: Sequence[Point]) -> bool:
    """Whether a whole is the sum of its parts or dwarfs them, and not a figure between theirs, as a rate is."""
    values, own = [point.value or 0.0 for point in parts], whole.value or 0.0
    adds_up = abs(sum(values) - own) <= ROUNDED * abs(own)
    return adds_up or abs(own) > DWARFS * max(map(abs, values), default=0.0)


def beyond(wholes: Sequence[Row], parts: Sequence[Row]) -> list[Row]:
    """Wholes that stand as words, since a bar of theirs would dwarf the others."""
    return [row for row in wholes if is_total(row[1], [point for _, point in parts])]


def traces(ctx: Context, wholes: Sequence[Row], parts: Sequence[Row], unit: str) -> list[dict[str, Any]]:
    """A whole as a dashed line across the bars where it can be compared with them, else as words in its own row."""
    periods = {period_words(ctx, point) for _, point in parts}
    apart = beyond(wholes, parts)
    drawn: list[dict[str, Any]] = []
    for row in wholes:
        period = period_words(ctx, row[1])
        said = plain(words.figure(ctx.lang, row[1])) + ("" if periods == {period} else f" ({plain(period)})")
        drawn += [_words(ctx, row, said, unit)] if row in apart else _line(ctx, row, said, unit, parts)
    return drawn


def _words(ctx: Context, row: Row, said: str, unit: str) -> dict[str, Any]:
    name, point = row
    return {
        "type": "scatter", "mode": "text", "name": name, "x": [0], "y": [name], "showlegend": False,
        "text": [f"<b>{said}</b> – {ctx.t('indicator.whole.no_bar')}"], "textposition": "middle right",
        "textfont": {"size": 12}, "cliponaxis": False,
        "hovertext": [f"{name}<br>{hover(ctx, point, unit)}"], "hoverinfo": "text",
    }  # fmt: skip


def _line(ctx: Context, row: Row, said: str, unit: str, parts: Sequence[Row]) -> list[dict[str, Any]]:
    """The dashed line on a bed of the ground's colour, so that it is seen on bars of any colour."""
    name, point = row
    ink = INK[ctx.theme]
    across = {"x": [point.value, point.value], "y": [parts[0][0], parts[-1][0]]}
    bed = {"type": "scatter", "mode": "lines", **across, "line": {"color": ink["surface"], "width": 6},
           "showlegend": False, "hoverinfo": "skip"}  # fmt: skip
    line = {
        "type": "scatter", "mode": "lines", "name": f"{name}: {said}", **across,
        "line": {"color": ink["text"], "dash": "6px,3px", "width": 2},
        "hovertext": [f"{name}<br>{hover(ctx, point, unit)}"] * 2, "hoverinfo": "text",
    }  # fmt: skip
    return [bed, line]
