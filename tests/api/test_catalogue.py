"""The door of the catalogue: every indicator of who asks, its facets and index, unchanged for who has it."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient
from sqlalchemy import update

from analysis.indicator_status import verdicts
from api import catalogue, errors
from components.catalogue_facets import FACETS
from components.context import EXTENSION
from config.policy import VISITOR, Role, User
from data import schema
from data.entry.desks import body_of
from data.queries.indicator_history import conflicts, disputed
from data.queries.indicators import in_order, points, values
from data.store import INDICATORS, Store
from data.text import skeleton
from tests.indicator_world import csv_rows, stores

PLAN = "plan2025/indicators.csv"
ADDRESS = "/api/catalogue/indicators"
USERS = {role.value: User(role.value, role, "medeu" if role is Role.DISTRICT_STAFF else None) for role in Role}


@pytest.fixture(scope="module", params=["gpkg", "postgis"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from stores(request, tmp_path_factory.mktemp("catalogue"))


@pytest.fixture
def client(shelf: Store) -> FlaskClient:
    server = Flask("catalogue")
    server.extensions[EXTENSION] = shelf
    errors.register(server)
    catalogue.register(server)

    @server.before_request
    def _who() -> None:
        g.user = USERS.get(request.headers.get("X-Role", "visitor"), User())
        g.lang = request.headers.get("X-Lang", "ru")

    return server.test_client()


def get(client: FlaskClient, **headers: str) -> dict[str, Any]:
    reply = client.get(ADDRESS, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert reply.status_code == 200
    assert reply.headers["Content-Encoding"] == "gzip"
    told: dict[str, Any] = json.loads(gzip.decompress(reply.data))
    return told


def rows(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row[0]: dict(zip(told["fields"], row, strict=True)) for row in told["rows"]}


def options(told: dict[str, Any], facet: str) -> dict[str, int]:
    """How many indicators have each option of a facet."""
    (found,) = [each for each in told["facets"] if each["id"] == facet]
    counts = dict.fromkeys((code for code, _, _ in found["options"]), 0)
    for places in found["rows"]:
        for place in places if isinstance(places, list) else [places] * (places >= 0):
            counts[found["options"][place][0]] += 1
    return counts


def test_R098_every_indicator_has_its_figures(client: FlaskClient) -> None:
    told = get(client)
    found = rows(told)
    assert len(found) == 797
    assert next(iter(found)) == "population"
    mortality = found["plan-056"]
    assert (mortality["name"], mortality["period"]) == ("Материнская смертность", "2021")
    assert mortality["value"] == "53,79 на 100 тыс. родившихся живыми"
    assert (mortality["change"], mortality["plan"]) == ("+38,39", "≤ 10 (2025)")
    assert (mortality["doubt"], mortality["judged"]) == (1, "2021")
    assert mortality["shape"][0] in "AB_-0123456789"
    assert all(len(facet["rows"]) == 797 for facet in told["facets"])


def test_R098_the_facets_count_as_the_documents_do(client: FlaskClient) -> None:
    told = get(client)
    assert [facet["id"] for facet in told["facets"]] == list(FACETS)
    plan = csv_rows("plan2025/indicators.csv")
    assert options(told, "direction") == {
        f"plan-{no}": sum(row["direction_no"] == str(no) for row in plan) for no in range(1, 8)
    }
    assert options(told, "goal") == {
        goal: sum(row["goal_no"] == goal for row in plan) for goal in sorted({row["goal_no"] for row in plan})
    }
    assert len(options(told, "goal")) == 20
    assert list(options(told, "sdg")) == ["3", "4", "8", "9", "11"]
    places = options(told, "territory")
    assert next(iter(places)) == "almaty"
    assert places["medeu"] > 1
    assert sum(options(told, "status").values()) == sum(options(told, "rhythm").values()) == 797
    assert set(options(told, "last")) <= {"2025", "2024", "2023", "2022", "earlier", "none"}


def test_R100_the_body_that_answers_is_a_facet_and_is_searched(client: FlaskClient, shelf: Store) -> None:
    told = get(client, X_Lang="ru")
    answers = {row["id"]: body_of(shelf.city, row["responsible_ru"], "plan2025") for row in csv_rows(PLAN)}
    (facet,) = [each for each in told["facets"] if each["id"] == "responsible"]
    shown = dict(zip(rows(told), facet["rows"], strict=True))
    assert {code: facet["options"][place][0] if place >= 0 else None for code, place in shown.items()
            if code in answers} == answers  # fmt: skip
    assert len(set(answers.values())) > 5
    name = facet["options"][0][1]
    number = facet["rows"].index(0)
    about = told["index"]["about"][told["index"]["of"][number]]
    assert {told["index"]["words"].index(word) for word in skeleton(name).split()} <= set(about)
    assert {f["id"]: f["rows"] for f in told["facets"]}["body"] != facet["rows"]


def test_R245_what_to_mind_about_an_indicator_is_a_facet(client: FlaskClient, shelf: Store) -> None:
    told = get(client)
    with shelf.read() as conn:
        copied = sum(verdict.copied_plan for verdict in verdicts(conn, shelf).values())
        apart = {e.code for e in in_order(conn, shelf)
                 if conflicts(points(values(conn, VISITOR, e.code)))}  # fmt: skip
        assert disputed(conn, shelf, VISITOR) == apart
    found = rows(told)
    assert options(told, "remark") == {
        "copied_plan": copied, "conflict": len(apart), "doubt": sum(row["doubt"] for row in found.values()),
        "late": sum(row["late"] for row in found.values()),
    }  # fmt: skip
    assert copied > 1


def test_R100_the_words_are_those_of_the_reader(client: FlaskClient) -> None:
    said = {lang: get(client, X_Lang=lang) for lang in ("kk", "ru", "en")}
    names = {lang: rows(told)["plan-030"] for lang, told in said.items()}
    assert (names["kk"]["name"], names["kk"]["name_lang"]) == ("Жұмыссыздық деңгейі", "")
    assert (names["en"]["name"], names["en"]["name_lang"]) == ("Unemployment rate", "")
    labels = {lang: {f["id"]: f["options"] for f in told["facets"]} for lang, told in said.items()}
    assert labels["kk"]["direction"][0][1] == "1. Жайлы қалалық орта"
    assert labels["en"]["sdg"][-1][1] == "11. Sustainable cities and communities"
    assert labels["ru"]["goal"][0][1] == "1.1 Полицентричное развитие Алматы"
    assert not any(
        text.startswith("catalogue.") for found in labels.values() for o in found.values() for _, text, _ in o
    )


def test_who_has_it_is_not_sent_it_again(client: FlaskClient) -> None:
    first = client.get(ADDRESS)
    mark = {"If-None-Match": first.headers["ETag"]}
    assert client.get(ADDRESS, headers=mark).status_code == 304
    assert client.get(ADDRESS, headers={**mark, "X-Lang": "en"}).status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_what_a_person_may_not_see_is_in_no_row_facet_or_word(client: FlaskClient, shelf: Store) -> None:
    table = schema.indicator
    with shelf.write() as conn:
        conn.execute(update(table).where(table.c.code == "plan-056").values(sensitivity="official", name_en="Zzyzx"))
        shelf.raise_version(conn, INDICATORS)
    try:
        for role in Role:
            told = get(client, X_Role=role.value)
            seen = role in (Role.DISTRICT_STAFF, Role.ANALYST, Role.OFFICIAL, Role.ADMIN)
            assert ("plan-056" in rows(told)) is seen, role
            assert (skeleton("Zzyzx") in told["index"]["words"]) is seen, role
    finally:
        with shelf.write() as conn:
            conn.execute(update(table).where(table.c.code == "plan-056").values(
                sensitivity="public", name_en="Maternal mortality", loaded_at=datetime(2025, 3, 1, 12)))  # fmt: skip
            shelf.raise_version(conn, INDICATORS)


def test_a_broken_language_or_role_gives_the_catalogue_of_a_visitor(client: FlaskClient) -> None:
    assert len(rows(get(client, X_Role="nobody"))) == 797
