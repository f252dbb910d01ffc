"""What scenes have in common: the drawn scene, marks of origin, source and age, and when data fall due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from components.badges import ICONS, ORIGIN_ICONS, city_today
from components.context import Context
from components.wall.markup import Html, icon, join, tag
from config.city import RHYTHM_DAYS, Source
from data.queries.status import freshness


@dataclass(frozen=True)
class Due:
    """The last day on which data of a source are in time by its rhythm, and what to say after it."""

    until: date
    words: str


@dataclass(frozen=True)
class Drawn:
    """A scene as markup, its title, and when the data behind it fall due."""

    title: str
    body: Html
    due: tuple[Due, ...] = ()


def due_of(ctx: Context, source: Source | None, data_date: date | None) -> list[Due]:
    """When data of a source will be too old; nothing for data that come once or have no date."""
    day = data_date or (source.data_date if source else None)
    allowed = RHYTHM_DAYS[source.rhythm] if source else None
    if source is None or day is None or allowed is None:
        return []
    return [Due(day + timedelta(days=allowed), f"{ctx.words(source.names)} ({ctx.date(day)})")]


def origin_mark(ctx: Context, origin: str) -> Html:
    """What the data are by origin: shape and word; synthetic ones wear a loud mark."""
    words = ctx.t(f"value.origin.{origin}")
    return tag("span", icon(ORIGIN_ICONS[origin]), " ", words, class_=f"w-mark w-origin-{origin}")


def age_mark(ctx: Context, source: Source, data_date: date | None) -> Html:
    """Date of the data, and that they are late where they are."""
    day = data_date or source.data_date
    state = freshness(source.rhythm, (city_today(ctx) - day).days if day else None)
    words = ctx.t(f"badge.age.{state}", date=ctx.date(day))
    return tag("span", icon(ICONS[state]), " ", words, class_=f"w-mark w-age-{state}")


def doubt_mark(ctx: Context) -> Html:
    """There is something to mind about the figure."""
    return tag("span", icon("exclamation-diamond"), " ", ctx.t("badge.doubt"), class_="w-mark")


def source_line(
    ctx: Context, source: Source | None, data_date: date | None, origin: str | None = None, *, doubtful: bool = False
) -> Html:
    """Source, date, origin and doubt of a figure."""
    doubt = doubt_mark(ctx) if doubtful else None
    if source is None:
        return tag("p", origin_mark(ctx, origin) if origin else None, doubt, class_="w-source")
    marks = join([origin_mark(ctx, origin or source.origin), doubt, age_mark(ctx, source, data_date)])
    return tag("p", marks, tag("span", ctx.words(source.names), class_="w-source-name"), class_="w-source")


def source_lines(ctx: Context, found: Iterable[tuple[Source, date | None]]) -> Html:
    """Sources of a whole scene, each once, the first two by name."""
    once = list({source.id: (source, day) for source, day in found}.values())
    lines = [source_line(ctx, source, day) for source, day in once[:2]]
    more = tag("p", ctx.n("wall.more_sources", len(once) - 2), class_="w-source") if len(once) > 2 else None
    return tag("div", *lines, more, class_="w-sources")


def empty(ctx: Context, key: str = "none") -> Html:
    """A scene that has nothing to show says so."""
    return tag("p", ctx.t(f"wall.empty.{key}"), class_="w-empty")


def sign(shape: str, x: float, y: float, size: float = 7) -> str:
    """Path of a small sign around a place: shapes tell layers apart where colours do not."""
    r = size
    if shape == "square":
        return f"M{x - r:g} {y - r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}Z"
    if shape == "triangle":
        return f"M{x:g} {y - r - 1:g}l{r + 1:g} {2 * r:g}h{-2 * r - 2:g}Z"
    if shape == "diamond":
        return f"M{x:g} {y - r - 2:g}l{r + 2:g} {r + 2:g}l{-r - 2:g} {r + 2:g}l{-r - 2:g} {-r - 2:g}Z"
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"


def rank_row(name: str, number: str, share: float | None = None, kind: str = "") -> Html:
    """A line of a ranking: name, a bar of that share of the width (None: none), number."""
    style = None if share is None else f"width:{share:.1%}"
    bar = tag("span", class_=f"w-bar {kind}".strip(), style=style, aria_hidden="true") if style else None
    return tag("li", tag("span", name, class_="w-rank-name"), tag("span", bar, class_="w-rank-bar"),
               tag("span", number, class_="w-rank-number"))  # fmt: skip
