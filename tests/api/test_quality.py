"""Doors and pages of quality and loads: public, but for sensitive sources, refused rows, names of files and people."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import i18n
from data.loading.log import write_log
from data.loading.report import LoadReport, Refusal, write_message
from data.quality.run import check_all
from data.schema import quality_result
from data.store import Store, utc_now
from tests.app_world import Visitor, make_app, people_store
from tests.quality_world import SOURCE, fill_schools

HOSTILE = "<img src=x onerror=alert(1)>"


class World:
    """Two loads of schools and one of a sensitive source, with refused rows."""

    def __init__(self, folder: Path) -> None:
        """With an account for each role."""
        self.store: Store = people_store(folder)
        fill_schools(self.store)
        for source, status in ((SOURCE, "ok"), ("demo_city", "ok"), (SOURCE, "refused")):
            report = LoadReport(source, "secret-file.csv", status)  # type: ignore[arg-type]
            report.counts.read, report.counts.added = 100, 90
            report.message = write_message("load.unreadable", cause=HOSTILE)
            report.refuse([Refusal(no, "kind", "code_unknown", HOSTILE) for no in range(1, 4)])
            with self.store.write() as conn:
                write_log(conn, report, "0123", utc_now(), "someone")
        check_all(self.store)
        self.app = make_app(self.store, folder)
        self.visitor, self.official = Visitor(self.app), Visitor(self.app)
        self.official.sign_in("official")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = World(tmp_path_factory.mktemp("quality"))
    yield found
    found.store.close()


def test_R006_the_results_are_public_with_their_definitions(world: World) -> None:
    told = world.visitor.get("/api/quality?lang=en").json
    assert {check["id"] for check in told["checks"]} >= {"inside", "kazakh", "city_total"}
    assert all(check["definition"] for check in told["checks"])
    (schools,) = [one for one in told["sources"] if one["source"] == SOURCE]
    found = {result["check"]: result for result in schools["results"] if result["layer"] == "schools"}
    assert (found["inside"]["found"], found["inside"]["of"], found["inside"]["status"]) == (1, 5, "watch")
    assert found["inside"]["history"] == [0.2]
    assert schools["last_load"]["status"] == "refused"
    assert schools["worst"] == "bad"


def test_R007_a_sensitive_source_is_nowhere_for_a_visitor(world: World) -> None:
    for path in ("/api/quality", "/api/loads"):
        assert "demo_city" not in world.visitor.get(path).text
        assert "demo_city" in world.official.get(path).text
    assert world.visitor.get("/api/loads/2").status_code == world.visitor.get("/api/loads/999").status_code == 404
    assert world.visitor.get("/api/loads?source=demo_city").status_code == 404
    assert world.visitor.get("/data/loads/2").status_code == world.visitor.get("/data/loads/999").status_code == 404
    assert world.official.get("/data/loads/2").status_code == 200
    name = world.store.city.source("demo_city").names["ru"]
    assert name not in world.visitor.words("/data/quality") + world.visitor.words("/data/loads")


def test_R007_refused_rows_files_and_people_are_for_officials(world: World) -> None:
    private = ("secret-file.csv", "someone", HOSTILE)
    for path in ("/api/loads", "/api/loads/1", "/api/quality"):
        text = world.visitor.get(path).text
        assert not any(word in text for word in private), path
    for path in ("/data/loads", "/data/loads/1", "/data/quality"):
        assert not any(word in world.visitor.words(path) for word in private), path
    told = world.official.get("/api/loads/1").json
    assert (told["file_name"], told["by_user"], len(told["refused_rows"])) == ("secret-file.csv", "someone", 3)
    assert world.visitor.get("/api/loads/1").json["reasons"] == [{"field": "kind", "reason": "code_unknown", "rows": 3}]
    assert HOSTILE in world.official.words("/data/loads/1")


@pytest.mark.parametrize(("role", "sees"), [
    ("resident", False), ("moderator", False), ("district_staff", False), ("analyst", True), ("official", True),
    ("admin", True),
])  # fmt: skip
def test_R007_every_role_at_the_door_of_a_load(world: World, role: str, sees: bool) -> None:
    visitor = Visitor(world.app)
    visitor.sign_in(role)
    assert ("refused_rows" in visitor.get("/api/loads/1").json) is sees
    assert (visitor.get("/api/loads/2").status_code == 200) is (role in ("official", "admin"))


@pytest.mark.parametrize(("query", "key"), [
    ("status=nonsense", "bad_status"), ("offset=-1", "bad_offset"), ("offset=x", "bad_offset"),
    ("offset=99999999999", "bad_offset"),
])  # fmt: skip
def test_wrong_questions_are_answered_with_a_reason(world: World, query: str, key: str) -> None:
    answer = world.visitor.get(f"/api/loads?{query}")
    assert (answer.status_code, answer.json["error"]) == (400, key)


def test_the_log_is_filtered(world: World) -> None:
    assert [one["id"] for one in world.visitor.get("/api/loads").json["loads"]] == [3, 1]
    assert [one["id"] for one in world.visitor.get("/api/loads?status=ok").json["loads"]] == [1]
    assert world.visitor.get("/api/loads?offset=50").json["loads"] == []
    assert world.visitor.get("/data/loads?source=nonsense&status=%3Cb%3E&offset=x").status_code == 200
    shown = json.dumps(world.visitor.layout("/data/loads?status=refused"))
    assert "/data/loads/3" in shown
    assert '/data/loads/1"' not in shown


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R006_the_page_tells_results_by_word_and_links_definitions(world: World, lang: Any) -> None:
    words = world.visitor.words(f"/data/quality?lang={lang}")
    for key in ("quality.status.bad", "quality.status.watch", "quality.check.inside.definition"):
        assert i18n.t(lang, key) in words
    assert '"#check-inside"' not in words
    assert "/data/quality#check-inside" in json.dumps(world.visitor.layout("/data/quality"))


def test_history_becomes_a_line_with_words(world: World) -> None:
    row = {"load": 0, "source": SOURCE, "layer": "schools", "check": "inside", "at": utc_now(), "found": 4, "of": 5,
           "status": "bad"}  # fmt: skip
    with world.store.write() as conn:
        conn.execute(quality_result.insert().values(**row))
    drawn = json.dumps(world.visitor.layout("/data/quality?lang=en"))
    with world.store.write() as conn:
        conn.execute(quality_result.delete().where(quality_result.c.load == 0))
    assert "first 80.0 %, last 20.0 %" in drawn
    assert "data:image/svg+xml," in drawn


def test_health_warns_of_sources_that_are_overdue(world: World) -> None:
    warnings = world.visitor.get("/healthz").json["warnings"]
    assert all(one["warning"] in ("late", "silent") for one in warnings)
    assert "demo_city" not in {one["source"] for one in warnings}
    late = {one["source"] for one in warnings if one["warning"] == "late"}
    told = {one["source"] for one in world.visitor.get("/api/quality").json["sources"] if one["freshness"] == "late"}
    assert told <= late


def test_an_empty_store_has_designed_states(tmp_path: Path) -> None:
    store = people_store(tmp_path)
    visitor = Visitor(make_app(store, tmp_path))
    for path in ("/data/quality", "/data/loads"):
        assert i18n.t("ru", "state.empty.title") in visitor.words(path)
    assert visitor.get("/api/quality").json["sources"] == []
    assert visitor.get("/api/loads").json["loads"] == []
    store.close()


def test_the_pages_are_linked(world: World) -> None:
    assert '"/data/quality"' in json.dumps(world.visitor.layout("/about/data"))
