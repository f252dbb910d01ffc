"""The scene of figures: up to six cards with value, change, verdict and the line of the last years."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from analysis.course_of_indicator import Verdict
from analysis.indicator_status import verdicts
from components import indicator_words
from components.context import Context
from components.figures import unit_of
from components.indicator_status import ICONS, state_words
from components.periods import period_words
from components.spark import points_of
from components.wall.markup import Html, icon, svg, tag
from components.wall.parts import Drawn, Due, due_of, empty, source_line
from config.walls import SceneRecord
from data.queries import indicators
from data.queries.indicators import Entry, Point, main_series

SPARK = (240, 64)
MOST_POINTS = 30


def facts_of(ctx: Context, conn: Connection, entry: Entry, kind: str = "fact") -> list[Point]:
    """Values of one kind of the main series in time; of one day the newer document speaks."""
    own = (ctx.store.city.id, ctx.store.city.country)
    points = indicators.points(indicators.values(conn, ctx.user, entry.code))
    last = entry.last.period_kind if entry.last else "year"
    found = [p for p in main_series(points, own) if p.kind == kind and p.value is not None and p.period_start]
    by_day = {p.period_start: p for p in sorted(found, key=lambda p: (str(p.data_date or ""), p.position))
              if p.period_kind == last}  # fmt: skip
    return [by_day[day] for day in sorted(by_day, key=str)]


def _spark(ctx: Context, points: Sequence[Point]) -> Html | None:
    values = [p.value for p in points if p.value is not None][-MOST_POINTS:]
    if len(values) < 3:
        return None
    places = [(2 * x, 2 * y) for x, y in points_of(values)]
    line = " ".join(f"{x:g},{y:g}" for x, y in places)
    words = ctx.t("wall.spark", first=period_words(ctx, points[-len(values)]), last=period_words(ctx, points[-1]))
    x, y = places[-1]
    return svg(SPARK, words, tag("polyline", points=line, class_="w-line"),
               tag("circle", cx=x, cy=y, r=6, class_="w-dot"))  # fmt: skip


def change_words(ctx: Context, entry: Entry) -> str:
    """Change against the period before, with its sign; empty when there is none to compare with."""
    if not entry.change or entry.previous is None:
        return ""
    sign, shape = ("+", "▲") if entry.change > 0 else ("\u2212", "▼")
    number = f"{shape} {sign}{ctx.number(round(abs(entry.change), 4))}"
    return ctx.t("figure.change", change=number, period=period_words(ctx, entry.previous))


def verdict_mark(ctx: Context, verdict: Verdict | None) -> Html | None:
    """State by the published method: shape and word; nothing where nothing is said."""
    if verdict is None or verdict.state == "no_data":
        return None
    words = state_words(ctx, verdict.state)
    return tag("span", icon(ICONS[verdict.state]), " ", words, class_=f"w-mark w-verdict-{verdict.state}")


def _card(ctx: Context, conn: Connection, entry: Entry, found: Mapping[str, Verdict]) -> Html:
    name, point = indicator_words.name_of(ctx.lang, entry), entry.last
    part = indicator_words.breakdown(ctx.lang, point.breakdown, point.breakdown_ru) if point else ""
    period = ", ".join(word for word in (part, period_words(ctx, point) if point else "") if word)
    value = tag("span", indicator_words.figure(ctx.lang, point), class_="w-number")
    estimate = ctx.t("figure.estimate") if point and point.kind == "estimate" else ""
    said = [tag("span", word) for word in (period, estimate, change_words(ctx, entry)) if word]
    mark = verdict_mark(ctx, found.get(entry.code))
    source = ctx.store.city.source(entry.from_source)
    return tag(
        "article",
        tag("h2", name.words, lang=name.lang, class_="w-name"),
        tag("p", value, " ", tag("span", unit_of(ctx, entry), class_="w-unit"), class_="w-value"),
        tag("p", *said, class_="w-said"),
        tag("div", _spark(ctx, facts_of(ctx, conn, entry)), tag("div", mark, class_="w-marks"), class_="w-row"),
        source_line(ctx, source, entry.from_date, entry.from_origin, doubtful=entry.doubtful),
        class_="w-card",
    )  # fmt: skip


def entries_of(ctx: Context, conn: Connection, scene: SceneRecord) -> list[Entry]:
    """Indicators of a scene that exist for the reader, in the scene's order."""
    by_code = {entry.code: entry for entry in indicators.catalogue(conn, ctx.store, ctx.user)}
    return [by_code[code] for code in scene.codes if code in by_code]


def due_of_entry(ctx: Context, entry: Entry) -> list[Due]:
    """When the figures of an indicator fall due."""
    return due_of(ctx, ctx.store.city.source(entry.from_source), entry.from_date)


def draw(ctx: Context, conn: Connection, scene: SceneRecord) -> Drawn:
    """Cards of the scene's indicators."""
    entries = entries_of(ctx, conn, scene)
    found = verdicts(conn, ctx.store, ctx.user)
    cards = [_card(ctx, conn, entry, found) for entry in entries]
    body = tag("div", *cards, class_=f"w-cards w-cards-{len(cards)}") if cards else empty(ctx)
    return Drawn(ctx.t("wall.kind.figures"), body, tuple(due for entry in entries for due in due_of_entry(ctx, entry)))
