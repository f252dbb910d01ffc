"""Door of table files: the rows of the list with attribution, no formula, only for whom may take them."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import doors
from tests.map_world import USERS, open_store, put, row


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_file_has_words_rows_attribution_and_origin(client: FlaskClient) -> None:
    reply = client.get("/api/layers/schools/items.csv?district=auezov")
    assert reply.mimetype == "text/csv"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="schools.csv"'
    lines = read(reply.text)
    assert lines[0][:2] == ["Идентификатор", "Название"]
    assert [line[0] for line in lines[1:3]] == ["schools.sch-0003", "schools.sch-0005"]
    assert (lines[1][-2], lines[1][-1]) == ("76.85", "43.22")
    about = " ".join(line[0] for line in lines[4:])
    assert "© OpenStreetMap contributors" in about
    assert "открытые данные" in about


def test_filters_and_search_of_the_list_hold_for_the_file(client: FlaskClient) -> None:
    asked = {"filters": '{"magnitude": {"min": 7}}', "q": "q1"}
    lines = read(client.get("/api/layers/earthquakes/items.csv", query_string=asked).text)
    assert [line[0] for line in lines[1:] if line and line[0].startswith("earthquakes.")] == ["earthquakes.q1"]


def test_a_cut_file_says_so(client: FlaskClient) -> None:
    assert "Показаны первые 2 из 5" in client.get("/api/layers/schools/items.csv?limit=2").text
    assert "Показаны первые" not in client.get("/api/layers/schools/items.csv").text


@pytest.mark.parametrize("name", ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(tmp_path: Path, name: str) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    put(store, "schools", [row("a", 76.9, 43.2, name_ru=name, address=name)])
    lines = read(doors(store).test_client().get("/api/layers/schools/items.csv").text)
    store.close()
    cells = [cell for line in lines for cell in line]
    assert f"'{name}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@"))]


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", ["cameras", "network_nodes", "atlantis"])
def test_R026_a_forbidden_layer_has_no_file(client: FlaskClient, role: str, layer: str) -> None:
    seen = {"cameras": {"district_staff", "official", "admin"},
            "network_nodes": {"district_staff", "analyst", "official", "admin"}}.get(layer, set())  # fmt: skip
    reply = client.get(f"/api/layers/{layer}/items.csv", headers={"X-Role": role})
    if role not in seen:
        assert (reply.status_code, reply.json) == (404, client.get("/api/layers/x/items").json)
        return
    districts = {line[8] for line in read(reply.text)[1:] if line and line[0].startswith(layer)}
    assert reply.status_code == 200
    if role == "district_staff":
        assert districts == {"Медеуский район"}


def test_R007_a_sensitive_field_is_in_no_file_of_a_visitor(client: FlaskClient) -> None:
    assert "wear_pct" not in client.get("/api/layers/probe/items.csv").text
    assert "Износ" not in read(client.get("/api/layers/probe/items.csv").text)[0]
    official = read(client.get("/api/layers/probe/items.csv", headers={"X-Role": "official"}).text)[0]
    assert any(word.startswith("Износ") for word in official)
