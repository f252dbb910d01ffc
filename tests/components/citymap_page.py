"""The page of the harness in a browser: what a person does with the map, and what is to be seen then."""

import json
from typing import Any

from playwright.sync_api import Page, Request

from tests.components.citymap_harness import World

MAP = "#city-map"
WAIT_MS = 30_000


class MapPage:
    """The shown page; it keeps what the console said and which addresses were asked for."""

    def __init__(self, page: Page, url: str, world: World) -> None:
        """Watch the page; `open` shows it."""
        self.page, self.url, self.world = page, url, world
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self) -> "MapPage":
        """Show the page and wait until the map is drawn."""
        self.page.goto(self.url)
        self.idle()
        return self

    def idle(self) -> None:
        """Wait until everything asked for is drawn."""
        self.page.wait_for_selector(f'{MAP}[data-idle="true"]', timeout=WAIT_MS)

    def give(self, **properties: Any) -> None:
        """Set properties of the component as a clientside callback does, wait until drawn, forget older requests."""
        self.requests.clear()
        script = "p => { citymap.of('city-map').status.busy(); dash_clientside.set_props('city-map', p); }"
        self.page.evaluate(script, properties)
        self.idle()

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Pixels of a place on the page."""
        x, y = self.page.evaluate(
            """([lon, lat]) => {
                const map = citymap.of('city-map').map;
                const [p, r] = [map.project([lon, lat]), map.getCanvas().getBoundingClientRect()];
                return [p.x + r.x, p.y + r.y];
            }""",
            [lon, lat],
        )
        return x, y

    def click(self, lon: float, lat: float, *, beside: float = 0) -> None:
        """Click a place, or `beside` pixels above it."""
        x, y = self.place(lon, lat)
        self.page.mouse.click(x, y - beside)

    def drawn(self, layer: str) -> list[int]:
        """Numbers of the objects of a layer that are to be seen."""
        found = self.page.evaluate("layer => citymap.of('city-map').drawn(layer).map((f) => f.fid)", layer)
        return sorted(set(found))

    def reported(self, name: str) -> Any:
        """A property as the callbacks of the page got it."""
        return json.loads(self.page.inner_text("#reported") or "{}").get(name)

    def wait_reported(self, condition: str) -> None:
        """Wait until a condition over `it` (the reported properties) holds."""
        it = "JSON.parse(document.querySelector('#reported').textContent || '{}')"
        self.page.wait_for_function(f"() => {{ const it = {it}; return {condition}; }}", timeout=WAIT_MS)

    def state(self, name: str) -> str | None:
        """A data attribute of the map element."""
        return self.page.get_attribute(MAP, f"data-{name}")

    def outside(self) -> list[str]:
        """Requests that left the machine's own server."""
        return [url for url in self.requests if not url.startswith((self.url, "data:", "blob:"))]
