"""Tools of the map: each module of this folder names its tools in `TOOLS`; the map page finds them all."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from dash.development.base_component import Component

from components.context import Context


def _everybody(ctx: Context) -> bool:  # noqa: ARG001 -- the shape of `Tool.allowed`
    return True


@dataclass(frozen=True)
class Tool:
    """A tool: its words stand in the locales under `tool.<key>`, its script in `assets/tools/<key>.js`.

    A style of its own, if it has one, is `<key>.css` beside the script. `title` and `hint` of the words name it and say
    what it is for. `panel` draws what stands in the right column while the tool is open; `order` is its place in the
    bar (tools of the same ten stand together); `allowed` says whether this person has it.
    """

    key: str
    icon: str
    order: int
    panel: Callable[[Context], Component]
    allowed: Callable[[Context], bool] = _everybody


@lru_cache(maxsize=1)
def _all() -> tuple[Tool, ...]:
    found: list[Tool] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        found.extend(getattr(importlib.import_module(f"{__name__}.{module.name}"), "TOOLS", ()))
    return tuple(sorted(found, key=lambda tool: tool.order))


def tools_of(ctx: Context) -> list[Tool]:
    """Tools this person has, in the order of the bar."""
    return [tool for tool in _all() if tool.allowed(ctx)]
