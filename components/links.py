"""Addresses of screens of ours with their state in the query."""

from collections.abc import Sequence

from components.context import Context
from components.map_state import MapState, address, default_visible


def map_link(ctx: Context, layers: Sequence[str] = (), district: str | None = None) -> str:
    """The map with these layers on top of the usual base, focused on a district if one is named."""
    usual = default_visible(ctx.store, ctx.user)
    base = tuple(name for name in usual if ctx.store.layers[name].base)
    return address(MapState((*base, *layers) if layers else usual, district=district), usual)
