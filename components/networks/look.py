"""What a page of networks asks of the store, and the words that its pieces have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from components.basics import Child, link
from components.context import Context
from components.map_words import body_words, code_words, district_words
from components.module.ask import Ask, main_layer, rows_ask
from config import i18n
from config.city import Source
from data.queries.kept import kept
from data.queries.networks import OUTAGES, Length, Lengths, Outage, lengths, outages
from data.queries.scope import row_scope

M_IN_KM = 1_000
STATE = "state"
KIND, BODY = "kind", "body"


def now() -> datetime:
    """Present time in UTC, as the store writes times."""
    return datetime.now(UTC).replace(tzinfo=None)


def asked_outages(ctx: Context, ask: Ask) -> list[Outage] | None:
    """Outages under what is asked, in whatever state; None when the reader or the city has no such layer."""
    layer = main_layer(ctx, OUTAGES)
    if layer is None:
        return None
    free = replace(ask, choices={name: codes for name, codes in ask.choices.items() if name != STATE})
    wanted = rows_ask(ctx, layer, free)
    key = ("outages", row_scope(ctx.user), repr(wanted))
    with ctx.store.read() as conn:
        found: list[Outage] = kept(conn, ctx.store, OUTAGES, key, lambda: outages(conn, ctx.store, ctx.user, wanted))
    return found


def off_now(ctx: Context, ask: Ask) -> list[Outage] | None:
    """What is off now, most people first; a period does not narrow the present. None when nobody keeps a log."""
    found = asked_outages(ctx, replace(ask, since=None, until=None))
    if not found and not asked_outages(ctx, Ask()):
        return None
    found = found or []
    return sorted((one for one in found if one.off), key=lambda one: (-(one.people or 0), one.start or now()))


def ended(ctx: Context, ask: Ask) -> list[Outage]:
    """Outages that are over, by start."""
    return [one for one in asked_outages(ctx, ask) or () if not one.off]


def all_lengths(ctx: Context) -> Lengths:
    """Sums of the sections."""
    with ctx.store.read() as conn:
        return lengths(conn, ctx.store)


def asked_lengths(ctx: Context, ask: Ask, *, everywhere: bool = False) -> list[Length]:
    """Sums of the networks, operators and district asked for."""
    kinds, bodies = ask.choices.get(KIND), ask.choices.get(BODY)
    return [
        row for row in all_lengths(ctx).rows
        if (not kinds or row.kind in kinds) and (not bodies or row.body in bodies)
        and (everywhere or not ask.district or row.district == ask.district)
    ]  # fmt: skip


def source_of(ctx: Context, names: Sequence[str]) -> Source | None:
    """Record of the first of some sources."""
    return ctx.store.city.source(names[0]) if names else None


def km(ctx: Context, metres: float | None, digits: int = 0) -> str:
    """Metres in kilometres; a dash for none."""
    return ctx.number(None if metres is None else metres / M_IN_KM, digits)


def percent(ctx: Context, share: float | None, digits: int = 1) -> str:
    """A share in per cent with its sign; a dash for none."""
    return i18n.NO_DATA if share is None else f"{ctx.number(share * 100, digits)}\u00a0%"


def count(ctx: Context, value: int | None) -> str:
    """A whole number; a dash for none."""
    return ctx.number(value, 0)


def service(ctx: Context, kind: str) -> str:
    """Name of a network."""
    return code_words(ctx, KIND, kind)


def capital(text: str) -> str:
    """Text that begins a line."""
    return text[:1].upper() + text[1:]


def operator(ctx: Context, code: str | None) -> Child:
    """Name of an operator that leads to its page; a dash for none."""
    return link(body_words(ctx, code), f"/networks/{code}") if code else i18n.NO_DATA


def place(ctx: Context, one: Outage) -> str:
    """Service and district of an outage."""
    return f"{service(ctx, one.kind)}, {district_words(ctx, one.district)}"


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of what is known; None when nothing is."""
    some = [value for value in values if value is not None]
    return sum(some) / len(some) if some else None
