"""Components of `dash.html` as plain HTML text, for documents without the program around them."""

from collections.abc import Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan", "rowSpan": "rowspan",
          "dateTime": "datetime"}  # fmt: skip
_VOID = frozenset({"br", "hr", "img", "input"})
_BARE = frozenset({"hidden", "open"})


def to_html(part: Any) -> str:
    """HTML of a component, of text, of a number or of a list of them; attributes that are no text are left out."""
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return "".join(to_html(one) for one in part)
    if not isinstance(part, Component):
        return escape(str(part))
    given: Mapping[str, Any] = part.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash has no types here
    if given["namespace"] != "dash_html_components":
        raise TypeError(given["type"])
    tag = str(given["type"]).lower()
    body = "" if tag in _VOID else f"{to_html(given['props'].get('children'))}</{tag}>"
    return f"<{tag}{_attributes(given['props'])}>{body}"


def _attributes(props: Mapping[str, Any]) -> str:
    said = []
    for name, value in props.items():
        if name == "children" or value is None or value is False:
            continue
        if name in _BARE and value is True:
            said.append(f" {name}")
        elif isinstance(value, str | int | float) and name.replace("-", "").isalnum():
            said.append(f' {_NAMES.get(name, name)}="{escape(str(value))}"')
    return "".join(said)
