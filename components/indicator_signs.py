"""What a chart of indicators says at a mark: the words of its hover, and the sign of a bound or a doubt beside it."""

from components import indicator_words as words
from components.context import Context
from components.indicator_remarks import remarks
from components.periods import period_words
from data.queries.indicators import Point

DOUBT_SIGN = "?"
REMARK_CHARS, REMARKS = 120, 2
_BOUNDS = {"<=": "\u2264", ">=": "\u2265", "<": "<", ">": ">", "~": "\u2248"}


def plain(text: str) -> str:
    """Text that the chart tool shows as it is: no tags, no links."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


def hover(ctx: Context, point: Point, unit: str, head: str = "", index: float | None = None) -> str:
    """Value, kind, period and doubts of a point; `head` names its line, `index` is what it is drawn as."""
    said = plain(f"{words.figure(ctx.lang, point)} {unit}".strip())
    lines = [
        plain(head), f"<b>{said}</b>",
        ctx.t("indicator.chart.as_index", value=ctx.number(round(index, 1))) if index is not None else "",
        f"{ctx.t(f'indicators.kind.{point.kind}')}, {period_words(ctx, point)}",
        plain(words.edition(ctx.lang, point.edition)),
    ]  # fmt: skip
    if point.doubt:
        found = remarks(ctx.lang, point.doubt)[:REMARKS]
        lines += [plain(f"{DOUBT_SIGN} {remark.words}"[:REMARK_CHARS]) for remark in found]
    return "<br>".join(line for line in lines if line)


def sign(point: Point) -> str:
    """What stands at a mark: a bound's sign, and a question mark where there is a doubt."""
    return plain(f"{_BOUNDS.get(point.comparison, '')}{DOUBT_SIGN if point.doubt else ''}")
