"""The Python side of the form element."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from dash.development.base_component import Component

PROPERTIES = ("id", "tag", "attributes", "options")
Tag = Literal["input", "select", "textarea"]


class Native(Component):
    """One `<input>`, `<select>` or `<textarea>`, which keeps its own value.

    `attributes` are properties as React names them (`type`, `defaultChecked`, `defaultValue`, `className`, `data-…`,
    `aria-…`); event handlers are refused. `options` are pairs of value and words of a select.
    """

    _children_props: list[str] = []
    _base_nodes: list[str] = ["children"]
    _namespace = "sitcenter_native"
    _type = "Native"
    _prop_names: list[str] = list(PROPERTIES)
    _valid_wildcard_attributes: list[str] = []
    available_properties: list[str] = list(PROPERTIES)
    available_wildcard_properties: list[str] = []

    def __init__(
        self,
        tag: Tag,
        attributes: Mapping[str, Any],
        options: Sequence[tuple[str, str]] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Make the element; raises TypeError for an attribute that would run code."""
        if any(name.lower().startswith("on") or name == "dangerouslySetInnerHTML" for name in attributes):
            raise TypeError("no event handlers")
        given: dict[str, Any] = {"tag": tag, "attributes": dict(attributes)}
        if options:
            given["options"] = [list(pair) for pair in options]
        if id is not None:
            given["id"] = id
        super().__init__(**given)  # type: ignore[no-untyped-call]  # Dash has no types here
