"""The map component: MapLibre GL JS fed by our own vector tiles, as a Dash component without a build step."""

from typing import Any

from dash.development.base_component import ComponentRegistry

from components.citymap.component import CityMap
from components.citymap.static import app_url, register_static

__all__ = ["CityMap", "app_url", "register_static"]

__version__ = "1.0.0"

# Served by Dash from /_dash-component-suites/; the shell fetches the modules in js/ when a map is shown.
_js_dist: list[dict[str, Any]] = [{"namespace": __name__, "relative_package_path": "CityMap.js"}]
_css_dist: list[dict[str, Any]] = [{"namespace": __name__, "relative_package_path": "citymap.css"}]

# Dash notes the top package of a component (`components`), but the files belong to this one.
ComponentRegistry.registry.add(__name__)  # type: ignore[no-untyped-call]  # Dash has no types here
