"""The smallest parts of a screen: headings of any level, icons, links, sections, breadcrumbs, tables."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.context import Context
from config.i18n import NO_DATA

_HEADINGS = {1: html.H1, 2: html.H2, 3: html.H3, 4: html.H4}
Child = Any


def attrs(**given: object) -> dict[str, Any]:
    """Attributes with a hyphen, as `attrs(aria_label=…)`; what is None is left out."""
    return {name.replace("_", "-"): value for name, value in given.items() if value is not None}


def heading(words: Child, level: int = 2, **attributes: Any) -> Component:
    """A heading of a level from 1 to 4."""
    return _HEADINGS[level](words, **attributes)


def icon(name: str, className: str = "") -> Component:  # noqa: N803 -- Dash's own spelling of the attribute
    """An icon that says nothing to a screen reader; the words beside it do."""
    return html.I(className=f"bi bi-{name} {className}".strip(), **attrs(aria_hidden="true"))


def link(words: Child, href: str, className: str = "", **attributes: Any) -> Component:  # noqa: N803
    """A link to a page of ours; assets/navigate.js follows it without loading the program again."""
    return html.A(words, href=href, className=className or None, **attributes)


def day(ctx: Context, value: date | None) -> Component | str:
    """A date that is not broken between two lines, readable for machines too; a dash for none."""
    return html.Time(ctx.date(value), dateTime=value.isoformat(), className="nowrap") if value else NO_DATA


def outside(words: Child, href: str) -> Component:
    """A link that leaves the program."""
    return html.A(words, href=href, rel="noopener noreferrer", className="outside")


def hidden(words: str) -> Component:
    """Words for screen readers only."""
    return html.Span(words, className="visually-hidden")


def section(title: Child, body: Child, key: str, *, note: Child = None, level: int = 2) -> Component:
    """A titled section with an anchor `key`."""
    head: list[Component] = [heading(title, level, id=f"{key}-title")]
    if note is not None:
        head.append(html.P(note, className="section-note"))
    return html.Section(
        [html.Div(head, className="section-head"), body],
        id=key, className="section", **attrs(aria_labelledby=f"{key}-title"),
    )  # fmt: skip


def page_head(title: Child, question: Child = None, extra: Child = None) -> Component:
    """Head of a page: its title, the one question it answers, and what stands beside."""
    words: list[Component] = [html.H1(title)]
    if question is not None:
        words.append(html.P(question, className="question"))
    return html.Div([html.Div(words), extra] if extra is not None else [html.Div(words)], className="page-head")


def breadcrumbs(ctx: Context, trail: Sequence[tuple[str, str]], here: str) -> Component:
    """The way from the start page to this one: pairs of words and path, then where the reader is."""
    items = [html.Li(link(words, path)) for words, path in trail]
    items.append(html.Li(here, **attrs(aria_current="page")))
    return html.Nav(html.Ol(items), className="breadcrumbs", **attrs(aria_label=ctx.t("shell.breadcrumbs")))


def table(
    caption: Child, heads: Sequence[Child], rows: Sequence[Sequence[Child]], *, numeric: Sequence[int] = (),
    foot: Sequence[Child] | None = None,
) -> Component:  # fmt: skip
    """A table whose first column names the row; columns in `numeric` stand to the right in tabular figures."""

    def cell(words: Child, column: int, *, head: bool = False) -> Component:
        name = "num" if column in numeric else None
        if column == 0:
            return html.Th(words, scope="row", className=name)
        return html.Th(words, className=name) if head else html.Td(words, className=name)

    top = html.Tr([html.Th(h, scope="col", className="num" if i in numeric else None) for i, h in enumerate(heads)])
    parts = [
        html.Caption(caption), html.Thead(top),
        html.Tbody([html.Tr([cell(words, i) for i, words in enumerate(row)]) for row in rows]),
    ]  # fmt: skip
    if foot is not None:
        parts.append(html.Tfoot(html.Tr([cell(words, i) for i, words in enumerate(foot)])))
    return html.Div(html.Table(parts, className="table"), className="table-wrap", tabIndex=0, role="region",
                    **attrs(aria_label=caption if isinstance(caption, str) else None))  # fmt: skip
