"""Forms of entered values for every role: who gets in, what a form twice sent does, files, words that must not act."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from dash import Dash

from api.session import CSRF_FIELD, CSRF_HEADER
from config import i18n
from config.limits import ENTRY_BYTES
from config.policy import Role
from data.accounts import add_account
from data.entry import proposals
from data.entry.sheet import COLUMNS
from data.store import Store
from tests import indicator_world
from tests.app_world import PASSWORD, Visitor, make_app, nodes, people_store, signed_in
from tests.entry_world import AIGUL, EDUCATION

COVER = "plan-051a|almaty|"
FORMS = ("propose", "upload", "send", "withdraw", "seen", "decide")
ENTER = {"aigul", "berik", "district_staff", "admin"}
REVIEW = {"aigul", "berik", "official", "admin"}
PAGE = {"aigul", "berik", "district_staff", "admin", "official"}
PEOPLE = ("visitor", *(role.value for role in Role if role is not Role.VISITOR), "aigul", "berik")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = people_store(tmp_path_factory.mktemp("entry"))
    for source in ("plan2025", "vlr2023"):
        indicator_world.load(found, source)
    with found.write() as conn:
        for name in ("aigul", "berik"):
            add_account(conn, name, "official", None, PASSWORD, EDUCATION)
    yield found
    found.close()


@pytest.fixture(scope="module")
def made(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return make_app(store, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def people(made: Dash) -> dict[str, Visitor]:
    return signed_in(made, PEOPLE)


def a_form(value: str = "93.4", period: str = "2022", nonce: str = "n", **more: str) -> dict[str, str]:
    return {"body": EDUCATION, "line": COVER, "kind": "fact", "period": period, "value": value, "nonce": nonce, **more}


def went(answer: Any) -> dict[str, str]:
    """Where a form leads to: its query."""
    assert answer.status_code == 303, answer.text[:300]
    return {name: values[-1] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def own(store: Store, state: str) -> list[proposals.Proposal]:
    with store.read() as conn:
        return [one for one in proposals.mine(conn, AIGUL)[0] if one.state == state]


def book(rows: list[list[object]]) -> io.BytesIO:
    found, out = openpyxl.Workbook(), io.BytesIO()
    for row in [[i18n.t("kk", f"entry.column.{name}") for name in COLUMNS], *rows]:
        found.active.append(row)
    found.save(out)
    out.seek(0)
    return out


def uploaded(visitor: Visitor, name: str, content: bytes) -> Any:
    """The answer to a file sent as a browser sends it; the test's own client would leave big ones open."""
    head = f'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n{EDUCATION}\r\n--x\r\n'
    head += f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return visitor.client.post(
        "/entry/upload", data=head.encode() + content + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x", headers={CSRF_HEADER: visitor.token()},
    )  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_R026_every_door_of_entry_for_every_role(people: dict[str, Visitor], name: str) -> None:
    visitor = people[name]
    assert (visitor.get("/entry").status_code == 200) is (name in PAGE)
    assert (visitor.get("/entry/review").status_code == 200) is (name in REVIEW)
    own_body = {"district_staff": "akimat-medeu"}.get(name, EDUCATION)
    assert (visitor.get(f"/entry/template.xlsx?body={own_body}").status_code == 200) is (name in ENTER)
    other = visitor.get("/entry/template.xlsx?body=dept-health").status_code
    assert (other == 200) is (name == "admin")
    for form in FORMS:
        assert visitor.get(f"/entry/{form}").status_code == 405
        given = {"verdict": "reject", "reason": "no", "id": "none"} if form == "decide" else a_form("no number")
        status = visitor.post(f"/entry/{form}", given).status_code
        entitled = {"decide": REVIEW, "propose": {"aigul", "berik", "admin"}}.get(form, ENTER)
        assert (status != 404) is (name in entitled), (form, status)


def test_a_form_without_its_mark_is_refused(people: dict[str, Visitor]) -> None:
    people["aigul"].token()
    for form in FORMS:
        assert people["aigul"].client.post(f"/entry/{form}", data=a_form()).status_code == 403
        wrong = {CSRF_FIELD: "0" * 32 + "." + "0" * 64, **a_form()}
        assert people["aigul"].client.post(f"/entry/{form}", data=wrong).status_code == 403


def test_R140_a_value_from_the_form_to_the_page_of_the_indicator(people: dict[str, Visitor], store: Store) -> None:
    aigul, berik = people["aigul"], people["berik"]
    asked = went(aigul.post("/entry/propose", a_form("88", "2019", "walk")))
    assert (asked["failed"], asked["value"], asked["period"]) == ("found", "88", "2019")
    words = aigul.words(f"/entry?body={EDUCATION}&line={COVER}&failed=found&kind=fact&period=2019&value=88")
    assert "за 2019 сейчас стоит 87, это исправление." in words
    sent = a_form("88", "2019", "walk", reason="Пересчёт =1+1 <b>групп</b>")
    assert went(aigul.post("/entry/propose", sent))["done"] == "proposed"
    assert went(aigul.post("/entry/propose", sent))["done"] == "proposed"
    (one,) = own(store, "proposed")
    assert went(aigul.post("/entry/decide", {"id": one.id, "verdict": "approve"}))["failed"] == "own"
    assert "Это ваше значение" in aigul.words("/entry/review")
    assert went(people["official"].post("/entry/decide", {"id": one.id, "verdict": "reject"}))["failed"] == "no_reason"
    layout = berik.layout("/entry/review")
    hidden = {node["props"]["attributes"].get("name"): node["props"]["attributes"].get("defaultValue")
              for node in nodes(layout) if node["type"] == "Native"}  # fmt: skip
    assert hidden["id"] == one.id
    assert went(berik.post("/entry/decide", {"id": one.id, "verdict": "approve", "seen": hidden["seen"]}))["done"]
    assert "Есть новые решения по вашим значениям: 1" in aigul.words("/entry")
    assert went(aigul.post("/entry/seen", {"body": EDUCATION}))["done"] == "seen"
    assert "Есть новые решения" not in aigul.words("/entry")
    public = people["visitor"].words("/indicators/plan-051a")
    for said in ("История изменений значений", "Источники расходятся", "Пересчёт =1+1 <b>групп</b>",
                 "Значения, внесённые органом: Управление образования города Алматы"):  # fmt: skip
        assert said in public
    rows = people["visitor"].get("/api/indicators/plan-051a").text
    assert not any(name in public + rows for name in ("aigul", "berik"))
    assert "внёс(ла): aigul; утвердил(а): berik" in berik.words("/indicators/plan-051a")
    table = people["visitor"].get("/api/indicators/plan-051a.csv").text
    assert "entry-education-dept" in table


def test_R140_a_number_that_reads_two_ways_is_asked_about_and_sent_as_it_is_meant(
    people: dict[str, Visitor], store: Store
) -> None:
    aigul, typed = people["aigul"], a_form("91,125", "2023", "ways")
    asked = went(aigul.post("/entry/propose", typed))
    query = f"/entry?body={EDUCATION}&line={COVER}&failed=found&kind=fact&period=2023"
    words = aigul.words(f"{query}&value={asked['value']}")
    assert "«91,125» читается двояко: 91,125 (дробь) или 91\u00a0125 (тысячи)" in words
    assert "Как прочитать «91,125»?" in words
    assert "Прочитано как 91,125." in aigul.words(f"{query}&value=91,125&way=fraction")
    # A way that was chosen for other signs says nothing of these.
    other = {**typed, "way": "thousands", "asked": "90,125"}
    assert (went(aigul.post("/entry/propose", other))["failed"], "way" in asked) == ("found", False)
    went(aigul.post("/entry/propose", {**typed, "way": "fraction", "asked": "91,125"}))
    (one,) = own(store, "proposed")
    assert one.value == 91.125
    went(aigul.post("/entry/withdraw", {"id": one.id}))


def test_a_file_goes_in_and_is_sent_or_dropped(people: dict[str, Visitor], store: Store) -> None:
    aigul = people["aigul"]
    rows: list[list[object]] = [
        ["plan-052|almaty|", "", "", "", "%", "нақты", "2022", "", "", 75.1, ""],
        ["plan-049|almaty|", "", "", "", "", "fact", "2021", "", "", 301, ""],
    ]  # fmt: skip
    found = went(aigul.post("/entry/upload", {"body": EDUCATION, "file": (book(rows), "../../Үлгі.xlsx")}))
    words = aigul.words(f"/entry?body={EDUCATION}&batch={found['batch']}")
    assert "Үлгі.xlsx: строк со значением – 2, готовы к отправке – 1, не приняты – 1." in words
    assert "Не сместилась ли запятая или единица?" in words
    assert "Үлгі.xlsx" not in people["berik"].words(f"/entry?batch={found['batch']}")
    assert went(people["berik"].post("/entry/send", {"batch": found["batch"]})).get("done") is None
    assert went(aigul.post("/entry/send", {"batch": found["batch"], "body": EDUCATION}))["done"] == "sent"
    (one,) = own(store, "proposed")
    assert went(people["berik"].post("/entry/withdraw", {"id": one.id}))["failed"] == "gone"
    assert went(aigul.post("/entry/withdraw", {"id": one.id}))["done"] == "withdrawn"


@pytest.mark.parametrize(
    ("name", "content", "failed"),
    [("a.csv", b"a;b", "file"), ("a.xlsx", b"no workbook", "file"), ("a.xlsx", b"0" * (ENTRY_BYTES + 1), "big"),
     ("", b"", "no_file"), ("a.xlsm", b"PK", "file"), ("a\0.xlsx", b"", "file")],
)  # fmt: skip
def test_R140_wrong_files_get_a_sentence(people: dict[str, Visitor], name: str, content: bytes, failed: str) -> None:
    assert went(uploaded(people["aigul"], name, content))["failed"] == failed
    assert people["aigul"].get(f"/entry?body={EDUCATION}&failed={failed}").status_code == 200


def test_a_file_above_every_limit_is_refused_before_it_is_read(people: dict[str, Visitor]) -> None:
    assert uploaded(people["aigul"], "a.xlsx", b"0" * 5_000_000).status_code == 413


@pytest.mark.parametrize(
    "wrong", [{"body": "dept-health"}, {"line": "x"}, {"line": "plan-001|almaty|"}, {"body": "\0"}], ids=str
)
def test_another_desk_does_not_exist(people: dict[str, Visitor], wrong: dict[str, str]) -> None:
    assert people["aigul"].post("/entry/propose", {**a_form(nonce="w"), **wrong}).status_code == 404


@pytest.mark.parametrize(
    "query", ["period=x", "kind=forecast", "period=2020-2022", "period=%00", f"period={'9' * 500}"]
)
def test_a_template_for_no_period_says_so(people: dict[str, Visitor], query: str) -> None:
    assert went(people["aigul"].get(f"/entry/template.xlsx?body={EDUCATION}&{query}"))["failed"] == "period"


def test_strange_words_in_the_address_do_no_harm(people: dict[str, Visitor]) -> None:
    for query in ("failed=x&done=y&held=abc", "batch=%00", "line=%00&body=%00", "q=%00%F0%9F%98%80", "failed=found"):
        assert people["aigul"].get(f"/entry?{query}").status_code == 200
        assert people["berik"].get(f"/entry/review?{query}").status_code == 200
    assert people["berik"].post("/entry/decide", {"id": "\0", "verdict": "approve"}).status_code == 303
    assert people["berik"].post("/entry/decide", {"id": "x", "verdict": "burn"}).status_code == 400


def test_the_template_is_named_after_its_body(people: dict[str, Visitor], tmp_path: Path) -> None:
    reply = people["aigul"].get(f"/entry/template.xlsx?body={EDUCATION}&period=2025&lang=kk")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="education-dept-2025.xlsx"'
    rows = list(openpyxl.load_workbook(io.BytesIO(reply.data)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 24
    assert rows[0][1] == "Көрсеткіш"
