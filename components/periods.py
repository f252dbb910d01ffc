"""Periods of figures as people write them."""

import re

from components import indicator_words
from components.context import Context
from data.queries.indicators import Point

QUARTER = re.compile(r"\d{4}-?Q[1-4]")


def month_words(ctx: Context, printed: str) -> str:
    """A month printed as `2026-11` in words."""
    year, month = printed.split("-")[:2]
    return ctx.t(f"month.{int(month)}", year=year)


def period_words(ctx: Context, point: Point) -> str:
    """A day, months or a year in words; what is printed otherwise stays as it is printed."""
    printed = point.period
    if point.period_kind == "day" and point.period_start:
        return ctx.date(point.period_start)
    if point.period_kind == "month":
        return month_words(ctx, printed)
    if point.period_kind == "quarter" and QUARTER.fullmatch(printed):
        return ctx.t("catalogue.quarter", year=printed[:4], number=printed[-1])
    if point.period_kind == "range" and "/" in printed:
        both = [month_words(ctx, part) if "-" in part else part for part in printed.split("/")[:2]]
        return " – ".join(dict.fromkeys(both))
    return indicator_words.period(ctx.lang, printed, point.period_kind, point.period_start)
