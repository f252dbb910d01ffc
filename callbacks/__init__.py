"""Glue of the screens: modules of this folder with `register(app)`, called once for every application made."""

import importlib
import pkgutil

from dash import Dash


def register_all(app: Dash) -> None:
    """Register the callbacks of every module of this folder with an application."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        add = getattr(importlib.import_module(f"{__name__}.{module.name}"), "register", None)
        if add is not None:
            add(app)
