"""Markup as text: elements with escaped words, for a page that Dash does not draw."""

from collections.abc import Iterable
from html import escape

VOID = frozenset({"circle", "line", "path", "polyline", "rect", "use"})


class Html(str):
    """Text that is markup already and must not be escaped again."""

    __slots__ = ()


Piece = Html | str | None


def tag(name: str, *children: Piece, **attributes: object) -> Html:
    """An element; `class_` is the class, underscores in names of attributes are hyphens, None is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items() if value is not None
    )  # fmt: skip
    if name in VOID and not children:
        return Html(f"<{name}{given}/>")
    return Html(f"<{name}{given}>{join(children)}</{name}>")


def join(children: Iterable[Piece]) -> Html:
    """Pieces one after the other; plain words are escaped, None is nothing."""
    return Html("".join(child if isinstance(child, Html) else escape(child or "") for child in children))


def svg(size: tuple[int, int], words: str, *children: Piece) -> Html:
    """A picture in units of the wall (1920 across), with words for who does not see it."""
    width, height = size
    return tag(
        "svg", *children, class_="w-svg", viewBox=f"0 0 {width} {height}", role="img", aria_label=words,
        style=f"width:calc({width} * var(--u));height:calc({height} * var(--u))",
    )  # fmt: skip


def icon(name: str) -> Html:
    """An icon that says nothing by itself."""
    return tag("i", class_=f"bi bi-{name}", aria_hidden="true")
