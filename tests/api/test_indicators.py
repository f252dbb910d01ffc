"""Doors of indicators: every figure as the documents print it, and nonsense answered with a reason."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from api import errors, indicators
from components.context import EXTENSION
from config.city import load_city
from config.policy import Role, User
from data import schema
from data.store import Store
from tests.indicator_world import csv_rows, load, sample, stores

USERS = {role.value: User(role.value, role, "medeu" if role is Role.DISTRICT_STAFF else None) for role in Role}
DOORS = (
    "/api/indicators",
    "/api/indicators/plan-001",
    "/api/indicators/plan-001.csv",
    "/api/facts",
    "/api/registers/lists",
)


def server_of(store: Store) -> Flask:
    server = Flask("indicators")
    server.extensions[EXTENSION] = store
    errors.register(server)
    indicators.register(server)

    @server.before_request
    def _who() -> None:
        g.user = USERS.get(request.headers.get("X-Role", "visitor"), User())
        g.lang = request.headers.get("X-Lang", "ru")

    return server


@pytest.fixture(scope="module", params=["gpkg", "postgis"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from stores(request, tmp_path_factory.mktemp("doors"))


@pytest.fixture
def client(shelf: Store) -> FlaskClient:
    return server_of(shelf).test_client()


def get(client: FlaskClient, address: str, **headers: str) -> Any:
    reply = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert reply.status_code == 200, (address, reply.text)
    return body(reply)


def body(reply: TestResponse) -> Any:
    return reply.get_json()


def test_catalogue_has_every_indicator_with_its_passport(client: FlaskClient) -> None:
    page = get(client, "/api/indicators")
    codes = {row["code"] for row in page["indicators"]}
    assert page["numberMatched"] == page["numberReturned"] == len(codes) == 134 + 97 + 89 + 38 + 422 + 16 + 1
    assert {r["id"] for name in ("plan2025", "sdg") for r in csv_rows(f"{name}/indicators.csv")} <= codes
    assert {r["series_id"] for r in csv_rows("sdg/charts.csv")} <= codes
    for row in page["indicators"]:
        assert row["name"], row["code"]
        assert row["source"], row["code"]
        assert row["origin"] in {"official", "open"}
        assert row["category_title"] != row["category"], row["code"]
        assert row["topic"], row["code"]


def test_catalogue_names_are_in_the_asked_language_or_said_to_be_russian(client: FlaskClient) -> None:
    by_lang = {
        lang: {row["code"]: row for row in get(client, "/api/indicators", X_Lang=lang)["indicators"]}
        for lang in ("kk", "ru", "en")
    }
    assert (by_lang["en"]["plan-030"]["name"], by_lang["en"]["plan-030"]["name_lang"]) == ("Unemployment rate", "en")
    for code, name, lang in (("plan-030", "Жұмыссыздық деңгейі", "kk"), ("crime-1m-001", None, "ru")):
        row = by_lang["kk"][code]
        assert (row["name"], row["name_lang"]) == (name or row["names"]["ru"], lang)
    assert by_lang["kk"]["population"]["name"] == "Халық саны"
    assert by_lang["kk"]["crime-1m-001"]["names"]["kk"] is None
    assert by_lang["kk"]["population"]["unit"] == "адам"


def test_pages_of_the_catalogue_lead_through_all_codes_once(client: FlaskClient) -> None:
    address, seen = "/api/indicators?limit=300&collection=crime", []
    while address:
        page = get(client, address)
        seen += [row["code"] for row in page["indicators"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 422


@pytest.mark.parametrize(
    ("query", "first"),
    [("безработиза", "unemployment"), ("unemploiment", "unemployment"), ("PM2.5", "pm25"), ("K3", "K3"),
     ("халык саны", "population"), ("Халық саны", "population"), ("plan-030", "plan-030")],
)  # fmt: skip
def test_search_forgives(client: FlaskClient, query: str, first: str) -> None:
    found = get(client, f"/api/indicators?q={query}")["indicators"]
    assert any(first in row["code"] or first in row["names"]["en"].casefold() for row in found[:3])


def test_choices_narrow_the_catalogue(client: FlaskClient) -> None:
    rows = get(client, "/api/indicators?topic=safety&source=plan2025")["indicators"]
    assert rows
    assert all(row["topic"] == "safety" and row["source"] == "plan2025" for row in rows)
    assert get(client, "/api/indicators?topic=nothing")["indicators"] == []


def value_of(client: FlaskClient, code: str, **wanted: str) -> dict[str, Any]:
    rows = get(client, f"/api/indicators/{code}")["values"]
    (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return dict(found)


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize(("_place", "row"), sample("plan2025/indicator_values.csv", 60))
def test_plan_values_are_as_printed(client: FlaskClient, _place: int, row: dict[str, str]) -> None:
    found = value_of(client, row["indicator_id"], period=row["year"], printed_kind=row["kind"])
    assert found["value"] == number(row["upper_bound"] or row["value"])
    assert (found["value_text"], found["source_line"]) == (row["value_text"], row["source_line"])
    assert found["comparison"] == ("<=" if row["upper_bound"] else "=")
    assert row["doubt"] in found["doubt"]
    assert found["territory"] == "almaty"
    assert found["kind"] == {"actual": "fact", "plan": "plan", "estimate": "estimate"}[row["kind"]]


@pytest.mark.parametrize(("_place", "row"), sample("sdg/indicator_values.csv", 60))
def test_sdg_values_are_as_printed(client: FlaskClient, _place: int, row: dict[str, str]) -> None:
    found = value_of(
        client, row["indicator_id"], period=row["year"], territory=row["territory"], breakdown=row["breakdown"],
        printed_kind=row["kind"],
    )  # fmt: skip
    assert found["value"] == number(row["value"])
    for name in ("value_text", "source_line", "breakdown_ru", "note"):
        assert found[name] == row[name]
    assert row["doubt"] in found["doubt"]


@pytest.mark.parametrize(("_place", "row"), sample("sdg/charts.csv", 40))
def test_series_are_as_printed(client: FlaskClient, _place: int, row: dict[str, str]) -> None:
    rows = get(client, f"/api/indicators/{row['series_id']}")["values"]
    found = [
        r for r in rows if r["source_line"] == row["source_line"] and r["value"] == number(row["value"])
        and r["territory"] == row["territory"] and r["period"] == row["year"] and row["category"] in r["breakdown_ru"]
    ]  # fmt: skip
    assert len(found) == 1
    assert found[0]["period_inferred"] == (row["year_inferred"] or None)
    assert row["doubt"] in found[0]["doubt"]


CRA_TABLES = ["cra/kpi.csv", "cra/appeals.csv", "cra/bnu.csv", "cra/eiu_rating.csv", "cra/modules_kpi.csv"]


@pytest.mark.parametrize("name", CRA_TABLES)
def test_every_row_of_the_center_is_there(client: FlaskClient, name: str) -> None:
    codes = [row["code"] for row in get(client, "/api/indicators?collection=cra")["indicators"]]
    values = [value for code in codes for value in get(client, f"/api/indicators/{code}")["values"]]
    for row in csv_rows(name):
        found = [
            v for v in values
            if v["source_line"] == row["source_line"] and v["value"] == number(row["value"])
            and v["source_doc"] == row["source_doc"] and v["printed_kind"] == row["kind"]
            and v["period"] == (row.get("period") or row["year"])
        ]  # fmt: skip
        assert found, row


@pytest.mark.parametrize(("_place", "row"), sample("geo/almaty_crime_form_1m.csv", 25))
def test_form_1m_is_as_printed(client: FlaskClient, _place: int, row: dict[str, str]) -> None:
    page = get(client, f"/api/indicators/crime-1m-{int(row['line']):03d}")
    assert page["name"] == row["name_ru"]
    assert {v["breakdown"]: v["value"] for v in page["values"]} == {
        name: number(row[name]) for name in ("in_process", "registered")
    }
    assert all(v["doubt"] == "period not in the file, most likely 2023" for v in page["values"])


@pytest.mark.parametrize(("place", "row"), sample("plan2025/facts.csv", 30) + sample("sdg/facts.csv", 20))
def test_facts_are_as_printed(client: FlaskClient, place: int, row: dict[str, str]) -> None:
    fact_id = row.get("id") or f"sdg-f-{place + 1:03d}"
    found = [f for f in get(client, f"/api/facts?q={fact_id}")["facts"] if f["id"] == fact_id]
    assert len(found) == 1
    assert found[0]["metric_ru"] == row["metric_ru"]
    assert found[0]["value"] == number(row["value"])
    assert (found[0]["unit_ru"], found[0]["source_line"]) == (row["unit"], row["source_line"])
    assert row["doubt"] in found[0]["doubt"]


def test_facts_and_registers_are_all_there(client: FlaskClient) -> None:
    facts = get(client, "/api/facts")
    assert facts["numberMatched"] == len(facts["facts"]) == 655 + 429 + 150 == 1234
    rows = {r["register"]: r["rows"] for r in get(client, "/api/registers")["registers"]}
    assert rows == {
        "funding": 420, "measures": 407, "measure_funding": 11, "mentions": 43, "projects": 131, "targets": 53,
        "sources": 106, "digital_resources": 30, "public_council": 76, "lists": 103,
    }  # fmt: skip
    page = get(client, "/api/registers/measures?limit=2&offset=1")
    assert [r["payload"] for r in page["rows"]] == csv_rows("plan2025/measures.csv")[1:3]
    assert page["next"] == "/api/registers/measures?limit=2&offset=3"


def test_a_passport_says_all_that_is_known(client: FlaskClient) -> None:
    page = get(client, "/api/indicators/sdg-08-5-2", X_Lang="en")
    assert page["good_direction"] == "down"
    assert (page["goal"], page["topic_title"], page["category_title"]) == ("8.5", "Economy", "SDG: global indicator")
    assert page["values"][0]["source_document"] == "Voluntary Local Review of Almaty, 2023"
    assert page["attribution"]
    assert (page["page"], page["csv"]) == ("/indicators/sdg-08-5-2", "/api/indicators/sdg-08-5-2.csv")


def test_csv_carries_every_value_its_source_and_no_formula(client: FlaskClient) -> None:
    reply = client.get("/api/indicators/plan-056.csv")
    assert reply.mimetype == "text/csv"
    assert "plan-056.csv" in reply.headers["Content-Disposition"]
    text = reply.data.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][:6] == ["code", "name", "unit", "territory", "period", "period_kind"]
    blank = rows.index([])
    assert blank == 1 + 8
    assert any("План развития города Алматы" in cell for line in rows[blank:] for cell in line)
    assert any("official" in cell for line in rows[blank:] for cell in line)
    dashes = client.get("/api/indicators/plan-063.csv").data.decode("utf-8")
    cells = [cell for line in csv.reader(io.StringIO(dashes)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/api/indicators?limit=0", "bad_limit"),
        ("/api/indicators?limit=-1", "bad_limit"),
        ("/api/indicators?limit=many", "bad_limit"),
        ("/api/indicators?limit=1e3", "bad_limit"),
        ("/api/indicators?offset=-1", "bad_offset"),
        ("/api/indicators?offset=x", "bad_offset"),
        ("/api/indicators?q=" + "a" * 101, "bad_q"),
        ("/api/indicators?q=%00", "bad_q"),
        ("/api/indicators/plan-001?as_of=yesterday", "bad_as_of"),
        ("/api/indicators/plan-001?as_of=2024-02-30", "bad_as_of"),
        ("/api/indicators/plan-001?limit=x", "bad_limit"),
        ("/api/facts?limit=0", "bad_limit"),
        ("/api/registers/lists?offset=-5", "bad_offset"),
    ],
)
def test_nonsense_is_answered_with_a_reason(client: FlaskClient, address: str, key: str) -> None:
    reply = client.get(address)
    assert reply.status_code == 400
    assert body(reply)["error"] == key
    assert body(reply)["message"]
    assert body(reply)["hint"]


@pytest.mark.parametrize(
    "address",
    ["/api/indicators/no-such", "/api/indicators/no-such.csv", "/api/registers/no-such", "/api/indicators/%00",
     "/api/registers/%00", "/api/indicators/" + "x" * 500, "/api/indicators/plan-001'%20OR%201=1--",
     "/api/indicators/PLAN-001", "/api/indicators/%F0%9F%92%A5"],
)  # fmt: skip
def test_what_does_not_exist_is_404_in_json(client: FlaskClient, address: str) -> None:
    reply = client.get(address)
    assert reply.status_code == 404
    assert body(reply)["error"] == "not_found"


HOSTILE = ["'; DROP TABLE indicator;--", "<script>alert(1)</script>", "../../etc/passwd", "%", "_", "\\", "💥" * 20,
           "{0.__class__}", "a" * 99, "\u202e", "1e999", "=cmd|' /C calc'!A0"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "name", ["q", "topic", "source", "collection", "category", "origin", "kind", "territory", "foo"]
)
@pytest.mark.parametrize("door", ["/api/indicators", "/api/facts"])
def test_hostile_words_find_nothing_and_break_nothing(client: FlaskClient, door: str, name: str, text: str) -> None:
    reply = client.get(door, query_string={name: text, "limit": "3"})
    assert reply.status_code == 200
    assert body(reply)["numberReturned"] <= 3


@pytest.mark.parametrize("name", ["limit", "offset", "as_of"])
@pytest.mark.parametrize("text", [*HOSTILE, "9" * 30, "٣", "-0", " "])
@pytest.mark.parametrize("door", DOORS)
def test_hostile_numbers_and_days_never_break_a_door(client: FlaskClient, door: str, name: str, text: str) -> None:
    reply = client.get(door, query_string={name: text})
    assert reply.status_code in (200, 400)
    assert reply.status_code == 200 or body(reply)["hint"]


def test_a_limit_above_the_bound_becomes_the_bound(client: FlaskClient) -> None:
    assert get(client, "/api/facts?limit=999999999")["limit"] == 5000


def test_as_of_gives_what_the_store_held_then(client: FlaskClient) -> None:
    assert get(client, "/api/indicators/plan-001?as_of=2025-02-28")["values"] == []
    assert len(get(client, "/api/indicators/plan-001?as_of=2025-03-01")["values"]) == 7
    assert len(get(client, "/api/indicators/plan-001?as_of=9999-12-31")["values"]) == 7
    assert get(client, "/api/indicators/plan-001?as_of=0001-01-01")["values"] == []


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('guarded') / 'g.gpkg'}", load_city("almaty"), {})
    load(store, "population_2023")
    load(store, "kz_regions")
    with store.write() as conn:
        conn.execute(
            update(schema.indicator).where(schema.indicator.c.code == "population").values(sensitivity="official")
        )
    yield store
    store.close()


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_R007_a_sensitive_indicator_exists_for_the_entitled_only(guarded: Store, role: str) -> None:
    client = server_of(guarded).test_client()
    entitled = role in {"district_staff", "analyst", "official", "admin"}
    codes = {r["code"] for r in get(client, "/api/indicators", X_Role=role)["indicators"]}
    assert ("population" in codes) == entitled
    for address in ("/api/indicators/population", "/api/indicators/population.csv"):
        reply = client.get(address, headers={"X-Role": role})
        assert reply.status_code == (200 if entitled else 404)
    found = {r["code"] for r in get(client, "/api/indicators?q=Халық саны", X_Role=role)["indicators"]}
    assert ("population" in found) == entitled


def test_R007_staff_of_a_district_see_sensitive_values_of_their_own_only(guarded: Store) -> None:
    client = server_of(guarded).test_client()
    page = get(client, "/api/indicators/population", X_Role="district_staff")
    assert {v["territory"] for v in page["values"]} == {"medeu"}
    assert len(get(client, "/api/indicators/kz-avg-salary", X_Role="district_staff")["values"]) == 20


def test_everyone_gets_the_same_404_for_hidden_and_missing(guarded: Store) -> None:
    client = server_of(guarded).test_client()
    assert client.get("/api/indicators/population").data == client.get("/api/indicators/no-such").data


def test_R245_rows_and_cards_carry_the_verdict_in_the_reader_s_language(client: FlaskClient) -> None:
    rows = get(client, "/api/indicators?q=plan-03-infant-mortality&limit=1")["indicators"]
    card = get(client, "/api/indicators/plan-03-infant-mortality", X_Lang="en")
    assert rows[0]["verdict"] | {"words": "", "state_title": ""} == card["verdict"] | {"words": "", "state_title": ""}
    assert (card["verdict"]["state"], card["verdict"]["state_title"]) == ("off_track", "Off track")
    assert "8.3" in card["verdict"]["words"]
    assert rows[0]["verdict"]["state_title"] == "Отстаёт"
    assert (card["verdict"]["fact"], card["verdict"]["expected"], card["verdict"]["method"]) == (
        8.3, 7.2, "/indicators/method")  # fmt: skip
    before = get(client, "/api/indicators/plan-03-infant-mortality?as_of=2000-01-01")
    assert before["verdict"]["reason"] == "no_fact"
