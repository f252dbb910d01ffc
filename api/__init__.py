"""Doors for machines and people's sessions: each module of this folder with `register(server)` adds its routes."""

import importlib
import pkgutil

from flask import Flask


def register_all(server: Flask) -> None:
    """Add the routes of every module of this folder that has `register`."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        add = getattr(importlib.import_module(f"{__name__}.{module.name}"), "register", None)
        if add is not None:
            add(server)
