"""What Dash's own html module lacks: real checkboxes, ranges and selects with any plain attribute; pictures of SVG."""

from typing import Any

from dash.development.base_component import ComponentRegistry

from components.native.component import Native
from components.native.drawing import Drawing

__all__ = ["Drawing", "Native"]

__version__ = "1.0.0"

# Served by Dash from /_dash-component-suites/.
_js_dist: list[dict[str, Any]] = [{"namespace": __name__, "relative_package_path": "Native.js"}]
_css_dist: list[dict[str, Any]] = []

# Dash notes the top package of a component (`components`), but the file belongs to this one.
ComponentRegistry.registry.add(__name__)  # type: ignore[no-untyped-call]  # Dash has no types here
