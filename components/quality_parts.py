"""Parts of the pages on quality and loads: status marks, trends, shares, states of fetches, counts of loads."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.badges import badge
from components.basics import Child, link
from components.context import Context
from config import i18n
from data.fetching.state import FetchState
from data.loading.report import say
from data.quality.read import Quality, Result
from data.quality.records import BY_ID, INDICATORS, Status
from data.queries.status import Load

ICONS: dict[Status, str] = {"good": "check-circle", "watch": "eye", "bad": "exclamation-octagon", "none": "dash-circle"}
LOAD_ICONS = {"ok": "check-circle", "unchanged": "arrow-repeat", "refused": "slash-circle", "failed": "x-octagon"}
LOAD_LOOKS: dict[str, Status] = {"ok": "good", "unchanged": "none", "refused": "bad", "failed": "bad"}
WIDTH, HEIGHT, EDGE = 88, 22, 3
INK = {"light": "#1f5fa8", "dark": "#7fb8ee"}
LEAST_SHARE = 0.001
ORDER: tuple[Status, ...] = ("bad", "watch", "good", "none")


def status_badge(ctx: Context, status: Status, count: int | None = None) -> Component:
    """A status as sign and word, with how often it occurs if that is told."""
    words = ctx.t(f"quality.status.{status}")
    said = words if count is None else ctx.t("quality.count_of", status=words, count=ctx.number(count))
    return badge(f"quality-{status}", said, ICONS[status])


def load_badge(ctx: Context, status: str) -> Component:
    """What became of a load, as sign and word."""
    known = status if status in LOAD_ICONS else "failed"
    return badge(f"quality-{LOAD_LOOKS[known]}", ctx.t(f"load.status.{known}"), LOAD_ICONS[known])


def moment(ctx: Context, at: datetime | None) -> Component | str:
    """A time of the store (UTC) in the time of the city."""
    if at is None:
        return i18n.NO_DATA
    return html.Time(ctx.moment(at), dateTime=f"{at.isoformat()}Z", className="nowrap")


def share_words(ctx: Context, result: Result) -> Child:
    """Share at fault with the numbers behind it; a dash when there was nothing to look at."""
    share = result.share
    if share is None:
        return i18n.NO_DATA
    digits = 0 if share in (0, 1) else 1
    shown = ctx.t("quality.below") if 0 < share < LEAST_SHARE else f"{ctx.number(100 * share, digits)} %"
    numbers = ctx.t("quality.found_of", found=ctx.number(result.found), of=ctx.number(result.of))
    return html.Span([html.Span(shown, className="quality-share"), html.Span(numbers, className="quality-numbers")])


def spark(ctx: Context, shares: Sequence[float]) -> Component | str:
    """Shares at fault over the loads as a small line, from two on; its words tell the first and the last."""
    if len(shares) <= 1:
        return i18n.NO_DATA
    said = ctx.t(
        "quality.trend_words", count=ctx.number(len(shares)), first=ctx.number(100 * shares[0], 1),
        last=ctx.number(100 * shares[-1], 1),
    )  # fmt: skip
    return html.Img(src=f"data:image/svg+xml,{quote(_svg(shares, INK[ctx.theme]))}", alt=said, title=said,
                    width=WIDTH, height=HEIGHT, className="quality-spark")  # fmt: skip


def _svg(shares: Sequence[float], ink: str) -> str:
    top = max(*shares, LEAST_SHARE)
    step = (WIDTH - 2 * EDGE) / (len(shares) - 1)
    points = [(EDGE + i * step, HEIGHT - EDGE - share / top * (HEIGHT - 2 * EDGE)) for i, share in enumerate(shares)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    drawn = f'<polyline points="{line}" fill="none" stroke="{ink}" stroke-width="1.5"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
    return f'{head}{drawn}<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{ink}"/></svg>'


def check_name(ctx: Context, check: str) -> Component:
    """Name of a check; its definition as a tooltip, and a link to where it is published."""
    words = ctx.t(f"quality.check.{check}.title")
    return link(words, f"/data/quality#check-{check}", title=ctx.t(f"quality.check.{check}.definition"))


def layer_name(ctx: Context, layer: str) -> str:
    """Title of a layer, or that it is about values of indicators."""
    return ctx.t("quality.values") if layer == INDICATORS else ctx.t(f"layer.{layer}.title")


def limits(ctx: Context, check: str) -> str:
    """From which share on a check is watched or bad, in words."""
    record = BY_ID[check]
    return ctx.t("quality.limits", watch=ctx.number(100 * record.watch), bad=ctx.number(100 * record.bad))


def load_counts(ctx: Context, load: Load) -> str:
    """What a load brought: new, changed, closed, refused rows."""
    names = ("read", "added", "changed", "closed", "unchanged", "refused")
    parts = [f"{ctx.t(f'load.count.{name}')} {ctx.number(load.rows[name])}" for name in names if load.rows[name]]
    return ", ".join(parts) or i18n.NO_DATA


def load_line(ctx: Context, load: Load | None) -> Child:
    """The last load: when, what became of it, what it brought."""
    if load is None:
        return ctx.t("quality.no_load")
    at = link(moment(ctx, load.finished_at or load.started_at), f"/data/loads/{load.id}")
    return html.Span([at, " ", load_badge(ctx, load.status), " ", html.Span(load_counts(ctx, load), className="muted")])


def fetch_line(ctx: Context, state: FetchState) -> Child:
    """How the scheduled fetch of a source is doing, in words."""
    if state.tried_at is None:
        return ctx.t("quality.fetch.never")
    parts: list[Child] = [ctx.t("quality.fetch.tried"), " ", moment(ctx, state.tried_at)]
    if state.failures:
        parts += [" ", badge("quality-bad", ctx.n("quality.fetch.failures", state.failures), "x-octagon"), " ",
                  ctx.t("quality.fetch.good"), " ", moment(ctx, state.good_at)]  # fmt: skip
    else:
        parts += [" ", badge("quality-good", ctx.t("quality.fetch.fine"), "check-circle")]
    return html.Span([*parts, " ", ctx.t("quality.fetch.next"), " ", moment(ctx, state.next_at)])


def fetch_fault(ctx: Context, state: FetchState) -> str:
    """The fault of the last try as a sentence; for those only who may read the log in full."""
    return say(ctx.lang, state.message) if state.message else ""


def counts_line(ctx: Context, quality: Quality) -> list[Component]:
    """Marks of a source: how many of its checks are bad, watched, good."""
    return [status_badge(ctx, status, quality.counts[status]) for status in ORDER if quality.counts.get(status)]


def reason_words(ctx: Context, reason: str) -> str:
    """Why a row was refused; an unknown reason stands as it is kept."""
    key = f"load.reason.{reason}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else reason


def field_words(ctx: Context, name: str) -> str:
    """Name of a field in words, or as it stands in the file."""
    key = f"field.{name}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else name
