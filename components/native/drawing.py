"""The Python side of a picture of SVG elements, whose parts can be links with names of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

PROPERTIES = ("id", "attributes", "shapes")
TAGS = frozenset({"a", "circle", "defs", "desc", "g", "line", "path", "pattern", "polyline", "rect", "text", "title",
                  "tspan", "use"})  # fmt: skip
# A shape is its tag, its attributes as React names them, and what is in it: text or further shapes.
Shape = tuple[str, Mapping[str, Any], Any]


class Drawing(Component):
    """One `<svg>` of known elements; links in it lead to pages of ours only, event handlers are refused."""

    _children_props: list[str] = []
    _base_nodes: list[str] = ["children"]
    _namespace = "sitcenter_native"
    _type = "Drawing"
    _prop_names: list[str] = list(PROPERTIES)
    _valid_wildcard_attributes: list[str] = []
    available_properties: list[str] = list(PROPERTIES)
    available_wildcard_properties: list[str] = []

    def __init__(
        self, attributes: Mapping[str, Any], shapes: Sequence[Shape], id: str | None = None,  # noqa: A002
    ) -> None:  # fmt: skip
        """Make the picture; raises TypeError for an element or attribute that could run code or lead outside."""
        given: dict[str, Any] = {"attributes": _plain(attributes), "shapes": [_checked(shape) for shape in shapes]}
        if id is not None:
            given["id"] = id
        super().__init__(**given)  # type: ignore[no-untyped-call]  # Dash has no types here


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in attributes.items():
        if name.lower().startswith("on") or name == "dangerouslySetInnerHTML":
            raise TypeError("no event handlers")
        if name.lower().endswith("href") and not (str(value)[:1] in ("/", "#", "?") and str(value)[:2] != "//"):
            raise TypeError("only addresses of our own")
    return dict(attributes)


def _checked(shape: Shape) -> list[Any]:
    tag, attributes, inside = shape
    if tag not in TAGS:
        raise TypeError(tag)
    parts = inside if isinstance(inside, str) else [_checked(part) for part in inside]
    return [tag, _plain(attributes), parts]
