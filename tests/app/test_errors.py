"""Errors have the shape of their door, the right status, and never a traceback."""

import pytest
from dash import Dash
from sqlalchemy.exc import OperationalError

from config.limits import BODY_BYTES
from data.store import Store
from tests.app_world import Visitor

MACHINE = ["/api", "/api/nothing", "/tiles/", "/tiles/no/layer", "/vendor/x/y", "/vendor/../app.py", "/assets/none.css"]
WORDS = ("Traceback", "sqlalchemy", 'File "', "RuntimeError", "planted fault")


@pytest.mark.parametrize("path", MACHINE)
def test_an_unknown_machine_door_answers_json(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert set(answer.get_json()) == {"error", "message", "hint"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_an_unknown_page_is_a_designed_page_with_status_404(visitor: Visitor, lang: str) -> None:
    answer = visitor.get(f"/no/such/page?lang={lang}")
    assert answer.status_code == 404
    assert f'<html lang="{lang}"' in answer.text
    title = {"kk": "Бет табылмады", "ru": "Страница не найдена", "en": "Page not found"}[lang]
    assert title in answer.text
    assert title in visitor.words("/no/such/page")


@pytest.mark.parametrize("path", ["/districts/nowhere", "/districts/medeu/more", "/modules/x", "/admin", "/index.php"])
def test_what_is_not_there_is_404(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/districts", "/districts/", "/districts/medeu", "/about", "/account/signin"])
def test_what_is_there_is_200(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [("/healthz", "POST", "GET"), ("/about", "POST", "GET"), ("/account/signin", "DELETE", "POST")],
)
def test_a_wrong_method_is_told_which_is_right(visitor: Visitor, path: str, method: str, allowed: str) -> None:
    headers = {"X-CSRF-Token": visitor.token()}
    answer = visitor.client.open(path, method=method, headers=headers)
    assert answer.status_code == 405
    assert allowed in answer.headers["Allow"]


def test_too_much_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/account/signin", {"name": "x" * (BODY_BYTES + 1)})
    assert answer.status_code == 413
    headers = {"X-CSRF-Token": visitor.token()}
    answer = visitor.client.post("/_dash-update-component", data=b"[" + b" " * BODY_BYTES, headers=headers,
                                 content_type="application/json")  # fmt: skip
    assert answer.status_code == 413
    assert answer.get_json()["error"] == "too_large"


def plant(made: Dash, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fail(*_args: object, **_given: object) -> None:
        raise fault

    monkeypatch.setattr("callbacks.router.render", fail)
    monkeypatch.setattr("callbacks.router.outcome", fail)


def test_a_fault_of_ours_is_500_without_its_words(
    made: Dash, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = visitor.token()
    plant(made, monkeypatch, RuntimeError("planted fault"))
    page = visitor.get("/about?lang=en")
    assert page.status_code == 500
    assert "A fault on the server" in page.text
    layout = visitor.get("/_dash-layout", headers={"Referer": "http://localhost/about"})
    assert layout.status_code == 500
    assert layout.get_json()["error"] == "broken"
    assert token
    for answer in (page, layout):
        assert not any(word in answer.text for word in WORDS)
    assert "planted fault" in caplog.text


def test_a_callback_that_fails_says_so_on_the_page(
    made: Dash, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.token()
    plant(made, monkeypatch, RuntimeError("planted fault"))
    answer = visitor.go("/about")
    assert answer.status_code == 200
    assert "ошибка на сервере" in str(answer.get_json()["sideUpdate"])
    assert not any(word in answer.text for word in WORDS)
    assert "planted fault" in caplog.text


def test_a_store_that_is_gone_is_503(made: Dash, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(made, monkeypatch, OperationalError("select secret", {}, Exception("planted fault")))
    answer = visitor.get("/about?lang=kk")
    assert answer.status_code == 503
    assert "Деректер қоймасы жауап бермейді" in answer.text
    assert not any(word in answer.text for word in (*WORDS, "select secret"))


def test_the_word_of_a_person_never_comes_back_as_html(visitor: Visitor) -> None:
    for path in ("/%3Cscript%3Ealert(1)%3C/script%3E", "/about?lang=%22%3E%3Cscript%3E", "/?theme=%22%3E%3Cscript%3E"):
        assert "<script>" not in visitor.get(path).text


def test_health_tells_engine_version_and_counts(city: Dash) -> None:
    answer = Visitor(city).get("/healthz")
    found = answer.get_json()
    assert (answer.status_code, found["status"], found["engine"], found["version"]) == (200, "ok", "gpkg", "0.1.0")
    assert found["layers"]["bus_stops"] == {"count": 1925, "data_date": "2026-06-12", "origin": "open"}
    assert found["layers"]["cameras"]["origin"] == "synthetic"
    assert set(found["layers"]) == set(city.server.extensions["sitcenter"].layers)


def test_health_says_when_the_store_does_not_answer(made: Dash, visitor: Visitor, store: Store) -> None:
    assert visitor.get("/healthz").get_json()["layers"]["schools"]["count"] == 0
    with store.engine.connect() as conn:
        conn.exec_driver_sql("DROP TABLE layer_version")
        conn.commit()
    answer = visitor.get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["status"] == "error"
    assert not any(word in answer.text for word in WORDS)
