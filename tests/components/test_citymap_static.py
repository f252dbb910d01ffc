"""The door of the map's modules and the Python side of the component."""

import flask
import pytest
from dash import Dash, html
from flask.testing import FlaskClient

import components.citymap
from components.citymap import CityMap, app_url, register_static
from components.citymap.static import FOLDER


@pytest.fixture
def client() -> FlaskClient:
    """Client of a server with nothing but the modules."""
    server = flask.Flask("modules")
    register_static(server)
    return server.test_client()


def test_every_module_is_served_as_javascript_and_kept_for_a_year(client: FlaskClient) -> None:
    start = app_url().rsplit("/", 1)[0]
    for path in FOLDER.glob("*.mjs"):
        answer = client.get(f"{start}/{path.name}")
        assert answer.data == path.read_bytes()
        assert answer.mimetype == "text/javascript"
        assert "immutable" in answer.headers["Cache-Control"]


def test_an_old_address_gets_the_present_module_but_keeps_it_not(client: FlaskClient) -> None:
    answer = client.get("/static/citymap/000000000000/map.mjs")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["nothing.mjs", "..%2f__init__.py", "../component.py", "component.py", ".mjs"])
def test_nothing_but_modules_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/citymap/{app_url().split('/')[3]}/{name}").status_code == 404


def test_a_prefix_stands_before_the_address() -> None:
    assert app_url("/city") == f"/city{app_url()}"


def test_dash_serves_the_shell_and_the_style_sheet() -> None:
    app = Dash("probe", assets_ignore=".*")
    app.layout = html.Div(CityMap("m", {}))
    client = app.server.test_client()
    page = client.get("/").get_data(as_text=True)
    for name in ("CityMap", "citymap"):
        ours = [part for part in page.split('"') if "components.citymap/" in part]
        address = next(part for part in ours if part.rsplit("/", 1)[1].startswith(f"{name}."))
        assert client.get(address).status_code == 200
    assert ".mjs" not in page


def test_the_component_takes_its_properties_only() -> None:
    made = CityMap("m", {"lang": "ru"}, visible=["a"], district=None).to_plotly_json()  # type: ignore[no-untyped-call]
    assert made["namespace"] == "citymap"
    assert made["props"] == {"id": "m", "spec": {"lang": "ru"}, "visible": ["a"], "district": None}
    with pytest.raises(TypeError, match="colour"):
        CityMap("m", {}, colour="red")


def test_modules_stay_short() -> None:
    for path in [*FOLDER.glob("*.mjs"), FOLDER.parent / "CityMap.js"]:
        assert len(path.read_text("utf-8").splitlines()) <= 300, path.name
    assert components.citymap.__version__
