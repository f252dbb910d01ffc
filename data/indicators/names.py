"""Kazakh names of indicators whose documents print Russian ones only: translations of the curator of the data."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType


@lru_cache(maxsize=1)
def kazakh_names() -> Mapping[str, str]:
    """Translated names by code of the indicator."""
    names: dict[str, str] = tomllib.loads((Path(__file__).parent / "names_kk.toml").read_text("utf-8"))["names"]
    return MappingProxyType(names)
