"""The way to the indicators whose plan repeats the fact, with their number."""

from collections.abc import Iterable
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.course_of_indicator import Verdict
from components.basics import link
from components.catalogue_facets import COPIED
from components.context import Context


def copied_link(ctx: Context, judged: Iterable[Verdict], collection: str = "") -> Component | None:
    """A link to the catalogue narrowed to them (of the collection that was judged); None where there are none."""
    count = sum(verdict.copied_plan for verdict in judged)
    if not count:
        return None
    query = {"remark": COPIED} | ({"collection": collection} if collection else {})
    return html.P(link(ctx.n("catalogue.copied", count), f"/indicators?{urlencode(query)}"))
