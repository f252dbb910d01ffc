"""Districts that are like this one: who they are, and by how many figures this one is ahead of each."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from analysis.peers import nearest
from analysis.standing import Ranking
from components.basics import Child, link, table
from components.context import Context
from components.districts import density_words, people_words
from components.map_words import district_words
from components.module.parts import sheet
from data.queries.districts import Profile

SHOWN = 3


def duel(found: Mapping[str, Ranking], own: str, other: str) -> tuple[int, int]:
    """By how many figures with a known direction a district is better and worse than another one."""
    judged = [record for record in found.values() if record.direction and {own, other} <= record.places.keys()]
    better = sum(record.places[own].rank < record.places[other].rank for record in judged)
    return better, sum(record.places[own].rank > record.places[other].rank for record in judged)


def peers(
    ctx: Context, profiles: Mapping[str, Profile], found: Mapping[str, Ranking], district: str
) -> Component | None:
    """The districts nearest by people and density with the way to a comparison; None where they are not known."""
    people = {name: one.people.value for name, one in profiles.items() if one.people and one.people.value}
    density = {name: one.density for name, one in profiles.items() if one.density}
    alike = nearest(people, density, district)[:SHOWN]
    if not alike:
        return None
    heads = [ctx.t(f"peers.column.{name}") for name in ("district", "people", "density", "better", "worse", "compare")]
    rows: list[list[Child]] = []
    for peer in alike:
        better, worse = duel(found, district, peer.id)
        compare = link(ctx.t("peers.compare"), f"/districts?a={district}&b={peer.id}#compare")
        rows.append([link(district_words(ctx, peer.id), f"/districts/{peer.id}"), people_words(ctx, profiles[peer.id]),
                     density_words(ctx, profiles[peer.id]), str(better), str(worse), compare])  # fmt: skip
    own = [ctx.t("peers.own", district=district_words(ctx, district)), people_words(ctx, profiles[district]),
           density_words(ctx, profiles[district]), "", "", ""]  # fmt: skip
    return html.Div(
        sheet(ctx, "district-peers", table(ctx.t("peers.table"), heads, rows, numeric=(1, 2, 3, 4), foot=own))
    )
