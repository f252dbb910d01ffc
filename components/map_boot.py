"""What the browser needs at the start to follow switches, filters and districts without asking the server."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from components.context import Context
from components.map_legend import layer_color
from components.map_state import MapState, default_remote, default_visible
from components.map_tree import Shelf
from data.queries.cube import Cube
from data.queries.items import Box

THOUSAND = 1000
Selected = Mapping[str, Any] | None


def boot(
    ctx: Context, state: MapState, shelves: Sequence[Shelf], boxes: Mapping[str, Box], selected: Selected
) -> dict[str, Any]:
    """Layers with their counts over all filters, districts with their extent, the state of the address, words."""
    return {
        "lang": ctx.lang, "path": "/map", "bounds": list(ctx.store.city.bounds),
        "usual": [*default_visible(ctx.store, ctx.user), *default_remote(ctx.store, ctx.user)],
        "order": [shelf.layer.id for shelf in shelves],
        "layers": {shelf.layer.id: _layer(ctx, shelf) for shelf in shelves},
        "districts": {code: {"box": box} for code, box in boxes.items()},
        "object": dict(selected) if selected else None,
        "state": {
            "visible": list(state.visible), "remote": list(state.remote),
            "filters": dict(state.filters), "district": state.district,
            "centre": list(state.centre) if state.centre else None, "zoom": state.zoom,
            "selected": selected["id"] if selected else "", "listed": state.listed, "q": "",
            "time": str(state.span or ""), "extra": dict(state.extra),
            "object": f"{selected['layer']}/{selected['fid']}" if selected else "",
        },
        "signs": {"group": ctx.number(THOUSAND)[1:-3], "decimal": ctx.number(0.5)[1:-1]},
        "words": {"of": ctx.t("map.of"), "copied": ctx.t("map.copied"), "failed": ctx.t("time.failed")},
    }  # fmt: skip


def _layer(ctx: Context, shelf: Shelf) -> dict[str, Any]:
    return {
        "title": ctx.t(f"layer.{shelf.layer.id}.title"), "color": layer_color(ctx, shelf.layer),
        "total": shelf.totals.total, "by_district": dict(shelf.totals.by_district), "cube": cube_data(shelf.cube),
        "timed": shelf.layer.timed, "dense": shelf.layer.dense, "later": shelf.later,
    }  # fmt: skip


def cube_data(cube: Cube) -> dict[str, Any]:
    """A cube as the scripts of the page read it."""
    fields = [
        {"name": f.name, "kind": f.kind, "step": cube.steps.get(f.name), "whole": cube.whole.get(f.name, True)}
        for f in cube.fields
    ]
    values = {
        name: {json.dumps(value) if isinstance(value, bool) else str(value): number for value, number in found.items()}
        for name, found in cube.values.items()
        if name not in cube.steps
    }
    return {"fields": fields, "rows": [list(row) for row in cube.rows], "cut": cube.cut, "by": values}
