"""Form elements that Dash's own html module lacks: a real checkbox, a range, a select, with any plain attribute."""

from typing import Any

from dash.development.base_component import ComponentRegistry

from components.native.component import Native

__all__ = ["Native"]

__version__ = "1.0.0"

# Served by Dash from /_dash-component-suites/.
_js_dist: list[dict[str, Any]] = [{"namespace": __name__, "relative_package_path": "Native.js"}]
_css_dist: list[dict[str, Any]] = []

# Dash notes the top package of a component (`components`), but the file belongs to this one.
ComponentRegistry.registry.add(__name__)  # type: ignore[no-untyped-call]  # Dash has no types here
