"""Periods of figures as people write them."""

import re
from datetime import date

from components import indicator_words
from components.context import Context
from data.queries.indicators import Point

QUARTER = re.compile(r"\d{4}-?Q[1-4]")
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")


def month_words(ctx: Context, printed: str) -> str:
    """A month printed as `2026-11` in words."""
    year, month = printed.split("-")[:2]
    return ctx.t(f"month.{int(month)}", year=year)


def iso_words(ctx: Context, printed: str) -> str:
    """A printed period in words where it is a day or a month in numbers; anything else stays as it is."""
    if DAY.fullmatch(printed):
        return ctx.date(date.fromisoformat(printed))
    return month_words(ctx, printed) if MONTH.fullmatch(printed) else printed


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
