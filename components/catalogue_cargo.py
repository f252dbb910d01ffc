"""What the catalogue of indicators carries to the browser: light rows, facets and an index of words, as one JSON."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from analysis.course_of_indicator import Verdict
from analysis.indicator_status import today_of, verdicts
from components import indicator_words as words
from components.catalogue_facets import Facet, facets, ordinal, reference_year
from components.context import Context
from components.indicator_rows import age_words, change_words, unit_words
from components.indicator_status import status_words, verdict_period
from components.periods import period_words
from data.queries.indicator_history import disputed
from data.queries.indicator_index import index, letters
from data.queries.indicators import Entry, in_order
from data.queries.kept import kept
from data.queries.scope import row_scope
from data.store import INDICATORS

LEVEL = 6
ID_CHARS = 16
# What stands in a row, in this order; `assets/tools/catalogue-rows.js` reads it by name.
FIELDS = (
    "code", "name", "name_lang", "value", "value_n", "period", "period_n", "change", "change_n", "better", "plan",
    "plan_n", "shape", "shape_first", "age", "age_n", "late", "doubt", "judged", "why", "place",
)  # fmt: skip


@dataclass(frozen=True)
class Cargo:
    """The catalogue as compressed JSON with the mark of its content."""

    body: bytes
    etag: str


def row_of(ctx: Context, entry: Entry, verdict: Verdict | None) -> list[Any]:
    """One indicator as a row of light values; see FIELDS."""
    name, unit = words.name_of(ctx.lang, entry), unit_words(ctx, entry)
    last, plan = entry.last, entry.plan
    figure = words.figure(ctx.lang, last)
    rising = {"up": 1, "down": -1}.get(entry.good_direction or "", 0)
    change = entry.change or 0.0
    age, late = age_words(ctx, entry)
    judged = verdict if verdict is not None and verdict.state != "no_data" else None
    return [
        entry.code, name.words, name.lang if name.lang != ctx.lang else "",
        f"{figure} {unit}" if last and unit else figure, last.value if last else None,
        period_words(ctx, last) if last else "", ordinal(last.period_start) if last else None,
        change_words(ctx, entry.change), entry.change, rising * ((change > 0) - (change < 0)),
        f"{words.figure(ctx.lang, plan)} ({period_words(ctx, plan)})" if plan else "", plan.value if plan else None,
        entry.shape, entry.shape_first, age, ordinal(entry.from_date), int(late), int(entry.doubtful),
        verdict_period(ctx, judged) if judged else "", status_words(ctx, judged) if judged else "",
        words.territory(ctx.lang, ctx.store.city, last.territory)
        if last and last.territory != ctx.store.city.id else "",
    ]  # fmt: skip


def cargo(ctx: Context) -> Cargo:
    """The catalogue of the reader, made once for each published version, language and day."""
    with ctx.store.read() as conn:
        key = ("catalogue cargo", row_scope(ctx.user), ctx.lang, today_of(ctx.store))
        found: Cargo = kept(conn, ctx.store, INDICATORS, key, lambda: _packed(told(ctx, conn)))
        return found


def told(ctx: Context, conn: Connection) -> Mapping[str, Any]:
    """The catalogue of the reader as plain values: fields and rows, facets, index, rules of spelling."""
    entries = in_order(conn, ctx.store, ctx.user)
    judged = verdicts(conn, ctx.store, ctx.user)
    found = facets(ctx, entries, judged, disputed(conn, ctx.store, ctx.user))
    return {
        "fields": FIELDS, "rows": [row_of(ctx, entry, judged.get(entry.code)) for entry in entries],
        "facets": [{"id": f.id, "options": f.options, "rows": [_short(places) for places in f.rows]} for f in found],
        "index": index(entries, _about(found, len(entries))), "letters": letters(), "year": reference_year(ctx),
    }  # fmt: skip


def _short(places: Sequence[int]) -> int | Sequence[int]:
    """One option as itself, several as a list, none as -1."""
    return places[0] if len(places) == 1 else places or -1


def _about(found: Sequence[Facet], count: int) -> list[str]:
    """What each indicator is about, in the reader's language: sphere, set, plan, goals, who answers, source."""
    by_name = {facet.id: facet for facet in found}
    said = ("topic", "collection", "direction", "goal", "sdg", "category", "responsible", "body", "source")
    return [
        " ".join(by_name[name].options[place][1] for name in said for place in by_name[name].rows[number])
        for number in range(count)
    ]


def _packed(content: Mapping[str, Any]) -> Cargo:
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Cargo(gzip.compress(plain, LEVEL, mtime=0), hashlib.sha256(plain).hexdigest()[:ID_CHARS])
