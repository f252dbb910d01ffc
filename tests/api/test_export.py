"""Door of table files: the rows of the list with attribution, no formula, only for whom may take them."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pyogrio
import pytest
from flask.testing import FlaskClient

from api import export
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


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg"])
@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_every_format_has_the_rows_of_the_role(client: FlaskClient, tmp_path: Path, fmt: str, role: str) -> None:
    reply = client.get(f"/api/layers/cameras/export?format={fmt}", headers={"X-Role": role})
    if role not in ("district_staff", "official", "admin"):
        assert (reply.status_code, reply.json) == (404, client.get("/api/layers/x/items").json)
        return
    path = tmp_path / f"a.{fmt}"
    path.write_bytes(reply.data)
    wanted = {"cameras.cam-0", "cameras.cam-1"} if role == "district_staff" else {f"cameras.cam-{n}" for n in range(5)}
    assert ids_of(path) == wanted
    assert f'cameras-{city_day()}.{fmt}"' in reply.headers["Content-Disposition"]


def city_day() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Almaty')):%Y-%m-%d}"


def ids_of(path: Path) -> set[str]:
    if path.suffix == ".gpkg":
        return set(pyogrio.read_dataframe(path, layer="cameras")["id"])
    if path.suffix == ".geojson":
        return {feature["id"] for feature in json.loads(path.read_text("utf-8"))["features"]}
    if path.suffix == ".xlsx":
        return {str(row[0].value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2)}
    return {line[0] for line in read(path.read_text("utf-8"))[1:] if line and line[0].startswith("cameras.")}


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg"])
def test_synthetic_rows_are_marked_and_said(client: FlaskClient, tmp_path: Path, fmt: str) -> None:
    reply = client.get(f"/api/layers/cameras/export?format={fmt}&lang=ru", headers={"X-Role": "official"})
    path = tmp_path / f"a.{fmt}"
    path.write_bytes(reply.data)
    said = "Синтетических строк: 5"
    if fmt == "gpkg":
        assert list(pyogrio.read_dataframe(path, layer="cameras")["synthetic"]) == [True] * 5
        assert any(said in words for words in pyogrio.read_dataframe(path, layer="about")["words"])
    elif fmt == "geojson":
        found = json.loads(reply.data)
        assert found["metadata"]["synthetic"] is True
        assert {f["properties"]["origin"] for f in found["features"]} == {"synthetic"}
    elif fmt == "xlsx":
        about = openpyxl.load_workbook(path).worksheets[-1]
        assert any(said in str(row[1]) for row in about.iter_rows(values_only=True))
    else:
        assert said in reply.data.decode("utf-8-sig")


def test_a_file_of_the_view_has_as_many_rows_as_the_list(client: FlaskClient) -> None:
    asked = {"filters": '{"magnitude": {"min": 6}}', "bbox": "76,42,79,44", "district": "outside"}
    matched = client.get("/api/layers/earthquakes/items", query_string=asked).json["numberMatched"]
    found = client.get("/api/layers/earthquakes/export", query_string={**asked, "format": "geojson"})
    assert found.headers["X-Rows"] == str(matched)
    assert len(json.loads(found.data)["features"]) == matched == 1
    about = json.loads(found.data)["metadata"]["about"]
    assert "от 6" in about["Фильтры"]
    assert len(about["Окно карты (запад, юг, восток, север)"].split(", ")) == 4


def test_time_holds_for_the_file(client: FlaskClient) -> None:
    for t, gone in (("2024-06-30", True), ("2024-05-01", False), ("", False)):
        text = client.get("/api/layers/schools/export", query_string={"format": "csv", "t": t}).text
        assert ("schools.sch-0003" not in text) is gone


def test_openstreetmap_is_credited_in_every_format(client: FlaskClient, tmp_path: Path) -> None:
    credit = "© OpenStreetMap contributors"
    assert credit in client.get("/api/layers/schools/export?format=csv").text
    assert json.loads(client.get("/api/layers/schools/export?format=geojson").data)["attribution"] == credit
    (tmp_path / "a.xlsx").write_bytes(client.get("/api/layers/schools/export?format=xlsx").data)
    about = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[-1]
    assert any(credit in str(row[1]) for row in about.iter_rows(values_only=True))


def test_a_big_file_has_to_be_a_job(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "EXPORT_DIRECT_ROWS", 2)
    reply = client.get("/api/layers/schools/export?format=csv")
    assert (reply.status_code, reply.json["error"]) == (413, "export_big")


@pytest.mark.parametrize("query", ["format=exe", "format=csv&t=x", "format=csv&filters={", "format=csv&district=mars"])
def test_a_question_that_makes_no_sense_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/layers/schools/export?{query}").status_code == 400
