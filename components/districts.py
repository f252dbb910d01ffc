"""Tiles of districts, shown on the start page and on the page of districts."""

from collections.abc import Mapping

from dash.development.base_component import Component

from components.cards import cards, tile
from components.context import Context
from config.city import District
from data.queries.districts import Profile

AREA_DIGITS, DENSITY_DIGITS = 1, 0


def people_words(ctx: Context, profile: Profile) -> str:
    """Number of people of a district, or a dash."""
    return ctx.number(profile.people.value if profile.people else None, 0)


def area_words(ctx: Context, profile: Profile) -> str:
    """Printed area in km², or a dash where no document prints one."""
    return ctx.number(profile.printed_area.value if profile.printed_area else None, AREA_DIGITS)


def density_words(ctx: Context, profile: Profile) -> str:
    """Computed density in people per km², or a dash."""
    return ctx.number(profile.density, DENSITY_DIGITS)


def _tile(ctx: Context, district: District, profile: Profile, level: int) -> Component:
    lines = [
        ctx.t("districts.tile.people", count=people_words(ctx, profile)),
        ctx.t("districts.tile.density", count=density_words(ctx, profile)),
    ]
    return tile(ctx.words(district.names), f"/districts/{district.id}", lines, level)


def district_tiles(ctx: Context, found: Mapping[str, Profile], level: int = 3) -> Component:
    """A tile for each district of the city."""
    return cards([_tile(ctx, d, found[d.id], level) for d in ctx.store.city.districts], "cards cards-small")
