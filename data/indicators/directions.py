"""In which direction an indicator is good, read from its name where its document does not print it."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Direction = Literal["up", "down"]
Basis = Literal["printed", "read", "none"]


@lru_cache(maxsize=1)
def read() -> Mapping[str, Direction]:
    """Directions read from names, by code."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    found: dict[str, Direction] = dict.fromkeys(data["up"], "up")
    return MappingProxyType(found | dict.fromkeys(data["down"], "down"))


def direction(code: str, printed: str | None) -> tuple[Direction | None, Basis]:
    """Direction of an indicator and where it is from: what the document prints goes before what a name says."""
    if printed is not None:
        return ("down" if printed == "down" else "up"), "printed"
    found = read().get(code)
    return found, "read" if found else "none"
