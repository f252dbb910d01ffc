"""Every id that a callback names, with a component that has the properties named: Dash checks callbacks against it."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

_USUAL: tuple[type[Component], ...] = (html.Div, dcc.Store, dcc.Location, dcc.Input, dcc.Dropdown, dcc.Graph)


def named(callback_map: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    """Plain ids of callbacks with the properties used of each; patterns of ids are left out."""
    found: dict[str, set[str]] = {}
    for key, item in callback_map.items():
        pairs = [(str(part["id"]), str(part["property"])) for part in (*item["inputs"], *item["state"])]
        outputs = [] if item.get("no_output") else key.strip(".").split("...")
        pairs += [(o.rsplit(".", 1)[0], o.rsplit(".", 1)[1].split("@")[0]) for o in outputs]
        for name, prop in pairs:
            if not name.startswith("{"):
                found.setdefault(name.replace("\\.", "."), set()).add(prop)
    return found


def classes() -> Iterator[type[Component]]:
    """Classes of all components of the libraries that were imported, the usual ones first."""
    yield from _USUAL
    waiting = Component.__subclasses__()
    while waiting:
        found = waiting.pop()
        waiting.extend(found.__subclasses__())
        yield found


@cache
def properties(found: type[Component]) -> frozenset[str]:
    """Names of the properties of a component."""
    own = getattr(found, "available_properties", ())
    return frozenset(inspect.signature(found.__init__).parameters) | frozenset(own)


def _made(found: type[Component], name: str) -> Component:
    """The component with the id, and with nothing in what it cannot do without."""
    needed = [
        parameter.name for parameter in list(inspect.signature(found.__init__).parameters.values())[1:]
        if parameter.default is inspect.Parameter.empty and parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]  # fmt: skip
    return found(**{**dict.fromkeys(needed), "id": name})


def layout_of_ids(callback_map: Mapping[str, Mapping[str, Any]]) -> Component:
    """A layout with every named id on a component that has the properties; LookupError when no component has them."""
    parts = []
    for name, props in sorted(named(callback_map).items()):
        fitting = next((found for found in classes() if props <= properties(found)), None)
        if fitting is None:
            raise LookupError(f"{name}: {sorted(props)}")
        parts.append(_made(fitting, name))
    return html.Div(parts)
