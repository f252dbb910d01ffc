"""The answer to a parent in sentences: the same for the page, the call centre and machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.network import NoRoadError
from analysis.places_near import WALK_LIMIT, Offer, Reached, offers
from analysis.school_network import minutes_from
from components.context import Context
from components.education.facts import home, source_of, whole
from components.education.facts import place as district
from components.map_words import row_title
from data.addresses.match import Match
from data.addresses.parse import CHARS
from data.layer_tables import OUTSIDE
from data.loading.placing import matcher_of
from data.queries.education import KINDERGARTEN, SCHOOL, Org, organizations
from data.queries.items import UnknownLayerError

KINDS = (KINDERGARTEN, SCHOOL)
Fault = Literal["", "unknown", "no_road", "no_data"]
PHONE = "109"
PORTAL = "balabaqsha.bilimalmaty.kz"
LEAST_CHARS = 3


@dataclass(frozen=True)
class Told:
    """What a parent is told: why nothing can be said, or the place as it was understood and offers by kind."""

    fault: Fault
    match: Match | None = None
    offers: dict[str, Offer] | None = None
    orgs: tuple[Org, ...] = ()

    @property
    def place(self) -> tuple[float, float] | None:
        """Longitude and latitude of the address."""
        best = self.match.best if self.match else None
        return (best.lon, best.lat) if best and best.lon is not None and best.lat is not None else None


def told(ctx: Context, address: str) -> Told:
    """Find the address among the streets of the city and walk from there to every organization of the register."""
    text = address.strip()[:CHARS]
    with ctx.store.read() as conn:
        orgs = organizations(conn, ctx.store, ctx.user)
        if not orgs:
            return Told("no_data")
        if len(text) < LEAST_CHARS:
            return Told("unknown")
        match = matcher_of(conn, ctx.store).match(text, "")
        best = match.best
        if best.lon is None or best.lat is None:
            return Told("unknown", match)
        try:
            minutes = minutes_from(conn, ctx.store, home(), (best.lon, best.lat), orgs)
        except (NoRoadError, UnknownLayerError):
            return Told("no_road", match)
    return Told("", match, {kind: offers(orgs, minutes, kind) for kind in KINDS}, orgs)


def sentences(ctx: Context, found: Told) -> list[str]:
    """The whole answer as it is read out: place, free places, the nearest, rules of the queue, whom to call."""
    if found.fault or found.match is None or found.offers is None:
        return [ctx.t(f"education.told.{found.fault}"), *rules(ctx)]
    best = found.match.best
    said = [ctx.t("education.told.place", place=best.matched, metres=whole(ctx, best.uncertainty_m))]
    if best.district and best.district != OUTSIDE:
        said[0] += " " + ctx.t("education.told.district", district=district(ctx, best.district))
    for kind, offer in found.offers.items():
        said.append(_free(ctx, kind, offer))
        said.append(_nearest(ctx, kind, offer))
    return [*said, *rules(ctx), _marked(ctx, found.orgs)]


def rules(ctx: Context) -> list[str]:
    """How a child gets a place, and whom to call."""
    return [ctx.t("education.told.apply", portal=PORTAL), ctx.t("education.told.referral"),
            ctx.t("education.told.call", phone=PHONE)]  # fmt: skip


def _free(ctx: Context, kind: str, offer: Offer) -> str:
    if not offer.free:
        return ctx.t(f"education.told.none_{kind}", minutes=whole(ctx, WALK_LIMIT))
    listed = "; ".join(
        ctx.t("education.told.one_free", name=row_title(ctx, one.org.row), minutes=whole(ctx, one.minutes),
              free=whole(ctx, one.org.free_places)) for one in offer.free
    )  # fmt: skip
    return ctx.t(f"education.told.free_{kind}", listed=listed)


def _nearest(ctx: Context, kind: str, offer: Offer) -> str:
    if not offer.nearest:
        return ctx.t(f"education.told.far_{kind}", minutes=whole(ctx, WALK_LIMIT))
    one = offer.nearest[0]
    key = "queue" if one.org.queue else "nearest"
    return ctx.t(f"education.told.{key}_{kind}", name=row_title(ctx, one.org.row), minutes=whole(ctx, one.minutes),
                 free=whole(ctx, one.org.free_places), queue=whole(ctx, one.org.queue))  # fmt: skip


def _marked(ctx: Context, orgs: Sequence[Org]) -> str:
    """Whose figures these are, and of which day."""
    source, day, origin = source_of(ctx, [org.row for org in orgs])
    name = ctx.words(source.names) if source is not None else ""
    return ctx.t("education.told.source", source=name, date=ctx.date(day), origin=ctx.t(f"value.origin.{origin}"))


def best_free(found: Told) -> Reached | None:
    """The nearest kindergarten with free places."""
    offer = found.offers.get(KINDERGARTEN) if found.offers else None
    return offer.free[0] if offer is not None and offer.free else None
