"""What is found of works under what the address asks, read once for a drawing of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from analysis.works import Clash, Record, Work, clashes, record, records
from analysis.works_store import load
from components.badges import city_today
from components.context import Context
from components.module.ask import Ask, main_layer, rows_ask
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.queries.works import WorkRow, closed_on

LAYER = "works"
CLASH_M = 500.0
LEAST = 5


@dataclass(frozen=True)
class Found:
    """Works that are asked for, and what follows from them; `today` is the day in the city.

    What follows from them is worked out once. `closed` are streets closed today (in the district asked for),
    `clashes` collisions of works from today on.
    """

    rows: Sequence[WorkRow]
    works: Sequence[Work]
    today: date
    closed: Sequence[Mapping[str, Any]]

    @cached_property
    def whole(self) -> Record:
        """The record of all works found."""
        return record("", self.works)

    @cached_property
    def by_district(self) -> list[Record]:
        """Records by district, the worst first."""
        return records(self.works, lambda work: work.district)

    @cached_property
    def by_body(self) -> list[Record]:
        """Records by responsible body, the worst first."""
        return records(self.works, lambda work: work.body)

    @cached_property
    def by_contractor(self) -> list[Record]:
        """Records by contractor, the worst first."""
        return records(self.works, lambda work: work.contractor)

    @cached_property
    def clashes(self) -> list[Clash]:
        """Works that collide today or later."""
        return clashes(self.works, CLASH_M, self.today)

    @cached_property
    def late_now(self) -> list[WorkRow]:
        """Works that are late and not finished, the longest late first."""
        open_ = [row for row in self.rows if row.row["delay_days"] and row.row["state"] in ("running", "stopped")]
        return sorted(open_, key=lambda row: (-row.row["delay_days"], row.row["object_id"]))


def find(ctx: Context, ask: Ask) -> Found:
    """What is found; nothing where the reader may not see the layer."""
    layer, today = main_layer(ctx, LAYER), city_today(ctx)
    if layer is None:
        return Found((), (), today, ())
    asked = rows_ask(ctx, layer, ask)
    with ctx.store.read() as conn:
        versions = ctx.store.versions(conn)

        def read() -> Found:
            rows, works = load(conn, ctx.store, ctx.user, asked)
            return Found(rows, works, today, closed_on(conn, ctx.store, ctx.user, today, ask.district))

        others = tuple(versions.get(name, 0) for name in ("closures", "appeals"))
        key = ("found", row_scope(ctx.user), repr(asked), others, today)
        found: Found = kept(conn, ctx.store, LAYER, key, read)
    return found
