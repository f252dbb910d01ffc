"""Very small charts beside a figure: a line of a few periods as a picture, said in words too."""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.context import Context
from components.palette import COLORS

WIDTH, HEIGHT, EDGE = 120, 32, 4


def points_of(values: Sequence[float]) -> list[tuple[float, float]]:
    """Places of values in the picture (pixels from its upper left corner), the lowest value at the bottom."""
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    return [
        (round(EDGE + no * step, 1), round(HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1))
        for no, value in enumerate(values)
    ]  # fmt: skip


def spark(ctx: Context, values: Sequence[float], words: str) -> Component | None:
    """A line through values in time with a dot at the last one; None for fewer than two values."""
    if len(values) < 2:
        return None
    color = COLORS[ctx.theme]["cat-1"]
    places = points_of(values)
    line = " ".join(f"{x},{y}" for x, y in places)
    x, y = places[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>'
        f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/></svg>'
    )
    return html.Img(src=f"data:image/svg+xml,{quote(svg)}", alt=words, width=WIDTH, height=HEIGHT, className="spark")
