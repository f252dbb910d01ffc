"""Folded sections: a summary line that says what is inside; `open` in the address names those that are open."""

from dash import html
from dash.development.base_component import Component

from components.basics import Child, attrs, heading, icon
from components.context import Context

PARAMETER, ALL, BETWEEN = "open", "all", "."
LANDMARK = 2


def is_open(ctx: Context, key: str) -> bool:
    """Whether the address asks for a section to be open; without a wish assets/folds.js opens all in wide windows."""
    asked = ctx.query.get(PARAMETER, "").split(BETWEEN)
    return ALL in asked or key in asked


def folded(ctx: Context, title: str, body: Child, key: str, *, about: Child = None, level: int = 3) -> Component:
    """A titled section with an anchor `key` that opens and closes; `about` says beside the title what is inside."""
    said: list[Component] = [heading(title, level, id=f"{key}-title", className="fold-title")]
    if about:
        said.append(html.Span(about, className="fold-about"))
    summary = html.Summary([icon("chevron-right", "fold-sign"), html.Span(said, className="fold-words")])
    # Small sections are told by their headings: fourteen landmarks, two of one name, would help nobody.
    named = attrs(aria_labelledby=f"{key}-title" if level == LANDMARK else None)
    return html.Section(
        html.Details([summary, html.Div(body, className="fold-body")], className="fold", open=is_open(ctx, key)),
        id=key, className=f"section fold-section fold-{level}", **named,
    )  # fmt: skip


def all_at_once(ctx: Context) -> list[Component]:
    """Buttons that open and close every section of the page."""
    look = "button button-quiet fold-all"
    return [
        html.Button(ctx.t(f"fold.{name}"), type="button", className=look, **attrs(data_folds=name))
        for name in ("open", "close")
    ]
