"""Doors of imports: for those who may bring tables; for everybody else they do not exist."""

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.session import CSRF_HEADER
from config.policy import Role
from data.store import Store
from tests.app_world import Visitor, make_app, people_store
from tests.import_world import ROADS, WISH, write_xlsx
from tests.map_world import DISTRICTS, put

ENTITLED = {Role.OFFICIAL, Role.ADMIN}


class World:
    """The program over a few streets, with a visitor of each role."""

    def __init__(self, folder: Path) -> None:
        """Sign everybody in."""
        self.store: Store = people_store(folder)
        put(self.store, "districts", DISTRICTS)
        put(self.store, "roads", ROADS)
        self.app = make_app(self.store, folder)
        self.visitors = {role: Visitor(self.app) for role in Role}
        for role, visitor in self.visitors.items():
            if role is not Role.VISITOR:
                visitor.sign_in(role.value)
        self.file = write_xlsx(folder / "works.xlsx").read_bytes()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    found = World(tmp_path_factory.mktemp("imports"))
    yield found
    found.store.close()


def post(visitor: Visitor, path: str, body: Any = None, raw: bytes | None = None, *, token: bool = True) -> Any:
    headers = {CSRF_HEADER: visitor.token()} if token else {}
    if raw is not None:
        return visitor.client.post(path, data=raw, headers=headers, content_type="application/octet-stream")
    return visitor.client.post(path, json=body or {}, headers=headers)


def wish(**changed: Any) -> dict[str, Any]:
    return {**WISH.model_dump(mode="json"), **changed}


def sent(world: World, role: Role = Role.OFFICIAL) -> str:
    reply = post(world.visitors[role], "/api/imports?name=works.xlsx", raw=world.file)
    assert reply.status_code == 200, reply.text
    return str(reply.json["token"])


def done(world: World, token: str, what: str, body: dict[str, Any]) -> dict[str, Any]:
    """Begin a check or a load and wait for its end."""
    official = world.visitors[Role.OFFICIAL]
    reply = post(official, f"/api/imports/{token}/{what}", body)
    assert reply.status_code == 202, reply.text
    for _ in range(600):
        found: dict[str, Any] = official.get(f"/api/imports/{token}/state").json or {}
        if found["step"] not in ("read", "publish"):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


@pytest.mark.parametrize("role", list(Role))
def test_R007_every_door_of_imports_is_there_for_the_entitled_only(world: World, role: Role) -> None:
    visitor, token = world.visitors[role], sent(world)
    assert visitor.get("/admin/import").status_code == (200 if role in ENTITLED else 404)
    upload = post(visitor, "/api/imports?name=a.csv", raw=b"a;b\n1;2\n")
    assert upload.status_code == (200 if role in ENTITLED else 404)
    mine = role is Role.OFFICIAL
    for path in ("look", "fields?layer=works", "state"):
        assert visitor.get(f"/api/imports/{token}/{path}").status_code == (200 if mine else 404), path
    assert post(visitor, f"/api/imports/{token}/preview", wish()).status_code == (200 if mine else 404)
    assert visitor.get("/api/imports/reviews/999999").status_code == 404
    assert visitor.get("/admin/import/999999/review").status_code == 404
    for path in ("decide", "undo"):
        assert post(visitor, f"/api/imports/reviews/999999/{path}", {"lon": 76.9}).status_code == 404


def test_a_page_of_another_site_cannot_upload(world: World) -> None:
    official = world.visitors[Role.OFFICIAL]
    assert post(official, "/api/imports?name=a.csv", raw=b"a;b\n", token=False).status_code == 403


def test_R001_upload_look_try_load_and_the_object_is_in_the_store(world: World) -> None:
    official, token = world.visitors[Role.OFFICIAL], sent(world)
    found = official.get(f"/api/imports/{token}/fields?layer=works&header=1").json
    assert found["suggested"]["place"] == "Адрес"
    assert found["factors"] == {"cost_plan": 1e6}
    codes = post(official, f"/api/imports/{token}/codes?field=kind", wish()).json
    assert {one["value"]: one["code"] for one in codes["values"]} == {"ремонт": "repair", "озеленение": "planting"}
    rows = post(official, f"/api/imports/{token}/preview", wish()).json
    assert (rows["good"], rows["refused"]) == (2, 2)
    assert "ул. Нигде 7" in rows["rows"][2]["why"]
    tried = done(world, token, "check", wish(name="Дверь"))
    assert (tried["status"], tried["counts"]["added"]["value"], tried["unsure"]) == ("dry_run", 2, 2)
    loaded = done(world, token, "load", wish(name="Дверь"))
    assert (loaded["status"], loaded["counts"]["added"]["value"]) == ("ok", 2)
    assert official.get("/api/layers/works/items").json["numberMatched"] >= 2
    again = post(official, "/api/imports?name=next.xlsx", raw=world.file).json
    known = {one["name"]: one for one in again["known"]}
    assert known["Дверь"]["wish"]["fields"]["kind"]["codes"] == {"ремонт": "repair", "озеленение": "planting"}
    page = official.words("/admin/import")
    assert "Дверь" in page


def test_R014_numbers_in_doubt_and_days_that_never_were_are_told_with_what_to_do(world: World) -> None:
    official = world.visitors[Role.OFFICIAL]
    lines = ["№;Вид работ;Статус;Адрес;Сумма;Срок"]
    for number, (cost, day) in enumerate((("1,234", "01.10.2026"), ("1.5 млн", "01.10.2026"), ("7", "31.02.2025"))):
        lines.append(f"{number};ремонт;готово;Абая / Пушкина;{cost};{day}")
    token = post(official, "/api/imports?name=a.csv", raw="\n".join(lines).encode()).json["token"]
    fields = {**wish()["fields"], "cost_plan": {"column": "Сумма"}}
    del fields["name_ru"]
    told = post(official, f"/api/imports/{token}/preview", wish(fields=fields)).json
    assert [row["refused"] for row in told["rows"]] == [False, True, True]
    assert "«1,234» прочитано как 1,234, дробь. Если это 1\u00a0234" in told["doubts"][0]
    assert "не число (1.5 млн). Полностью это 1\u00a0500\u00a0000" in told["rows"][1]["why"]
    assert "Такого дня нет, 28 февр. 2025" in told["rows"][2]["why"]
    fields["cost_plan"]["decimals"] = "point"
    sure = post(official, f"/api/imports/{token}/preview", wish(fields=fields)).json
    assert (sure["doubts"], sure["rows"][0]["cells"][-2]) == ([], "1\u00a0234")


def test_refused_rows_come_back_with_their_reasons_and_without_formulas(world: World) -> None:
    official, token = world.visitors[Role.OFFICIAL], sent(world)
    done(world, token, "check", wish())
    body = official.get(f"/api/imports/{token}/refused.xlsx")
    sheet: Any = load_workbook(io.BytesIO(body.data)).active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][1:5] == ("№", "Наименование", "Вид работ", "Статус")
    assert [line[0] for line in lines[1:]] == ["3", "4"]
    assert "Нигде" in " ".join(map(str, lines[1]))
    assert "Дорога" in official.get(f"/api/imports/{token}/refused.csv").text
    assert official.get(f"/api/imports/{token}/refused.pdf").status_code == 404


@pytest.mark.parametrize(("change", "key"), [
    ({"body": "nobody"}, "bad_import_body"), ({"address": []}, "bad_import_place"),
    ({"fields": {}}, "bad_import_required"), ({"fields": {"row_hash": {"column": "№"}}}, "bad_import_fields"),
    ({"strange": 1}, "bad_import_wish"), ({"header_row": 0}, "bad_import_wish"),
    ({"address": ["Нет такого"]}, "bad_import_table"), ({"sheet": "Другой"}, "bad_import_table"),
    ({"header_row": 900}, "bad_import_table"),
])  # fmt: skip
def test_a_wrong_mapping_is_answered_in_words(world: World, change: dict[str, Any], key: str) -> None:
    official, token = world.visitors[Role.OFFICIAL], sent(world)
    reply = post(official, f"/api/imports/{token}/preview", wish(**change))
    assert (reply.status_code, reply.json["error"]) == (400, key)
    assert reply.json["message"]


def test_a_layer_that_takes_no_tables_does_not_exist_here(world: World) -> None:
    official, token = world.visitors[Role.OFFICIAL], sent(world)
    for layer in ("roads", "districts", "atlantis"):
        assert post(official, f"/api/imports/{token}/preview", wish(layer=layer)).status_code == 404


def test_a_load_needs_a_name_and_a_date(world: World) -> None:
    official, token = world.visitors[Role.OFFICIAL], sent(world)
    for change, key in (({"name": " "}, "bad_import_name"), ({"data_date": None}, "bad_import_data_date")):
        assert post(official, f"/api/imports/{token}/load", wish(**change)).json["error"] == key


@pytest.mark.parametrize(
    ("name", "body"), [("a.exe", b"x"), ("a.csv", b""), ("a.xlsx", b"no zip"), ("a.csv", b"\xff\xfe\x00")]
)
def test_files_that_are_no_tables_are_answered_in_words(world: World, name: str, body: bytes) -> None:
    reply = post(world.visitors[Role.OFFICIAL], f"/api/imports?name={name}", raw=body)
    assert reply.status_code == 400
    assert reply.json["message"]


def test_a_big_file_passes_the_limit_of_ordinary_requests(world: World) -> None:
    line = "Абая 5;ремонт;идёт\n".encode()
    body = "Адрес;Вид;Статус\n".encode() + line * 200_000
    assert post(world.visitors[Role.ADMIN], "/api/imports?name=big.csv", raw=body).status_code == 200


def test_unsure_addresses_are_decided_through_the_door(world: World) -> None:
    official, token = world.visitors[Role.OFFICIAL], sent(world)
    load = done(world, token, "load", wish(name="Разбор"))["load"]
    rows = official.get(f"/api/imports/reviews/{load}").json["rows"]
    assert [row["address"] for row in rows] == ["ул. Школьная 4", "ул. Нигде 7"]
    path = f"/api/imports/reviews/{rows[0]['id']}"
    wrong: tuple[Any, ...] = ({"lon": "x", "lat": 1, "how": "click"}, {"lon": 0, "lat": 0, "how": "click"},
                              {"lon": 76.9, "lat": 43.2, "how": "guess"}, [])  # fmt: skip
    for bad in wrong:
        assert post(official, f"{path}/decide", bad).json["error"] == "bad_import_place"
    fresh = post(official, f"{path}/decide", {"lon": 76.905, "lat": 43.236, "how": "click"}).json
    assert "official" in fresh["decision"]["said"]
    assert post(official, f"{path}/undo").json["decision"] is None
    assert official.get(f"/admin/import/{load}/review").status_code == 200
    assert world.visitors[Role.ANALYST].get(f"/api/imports/reviews/{load}").status_code == 404
