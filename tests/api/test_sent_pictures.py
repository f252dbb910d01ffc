"""Pictures that people send, through the forms and doors, for each role; a refused form keeps what was typed."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
import shapely
from dash import Dash
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

from api.forms import stamp
from api.session import CSRF_FIELD
from config import i18n
from config.limits import PICTURE_BYTES, PICTURE_FORM_BYTES
from config.policy import Role
from data import barrier_reports, marks
from data.pictures import TABLE
from data.store import Store
from reports.exports import FORMATS
from tests.app_world import Visitor, make_app, nodes, people_store, signed_in
from tests.map_world import put, row
from tests.picture_world import photo

ADDERS, DECIDERS = {"district_staff", "official", "admin"}, {"moderator", "official", "admin"}
ROLES = tuple(role.value for role in Role)
DAY = date(2026, 5, 12)
HOSTILE = "../../etc/<script>'\".jpg\r\nX: y"
WORK = {"kind": "repair", "state": "done", "district": "medeu", "fact_end": DAY}
WORKS = [
    row("real", 76.95, 43.25, **WORK, source="works", origin="official", name_ru="Ремонт улицы Абая"),
    row("made", 76.95, 43.25, **WORK, source="demo_works", origin="synthetic", photo_before_at=DAY, photo_after_at=DAY),
    row("far", 76.9, 43.2, **{**WORK, "district": "almaly"}, source="works", origin="official"),
    row("secret", 76.95, 43.25, **WORK, source="works", origin="official", sensitivity="restricted"),
]  # fmt: skip
AREA = shapely.to_wkb(shapely.MultiPolygon([shapely.box(76.95, 43.25, 76.951, 43.251)]))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = people_store(tmp_path_factory.mktemp("pictures"))
    put(found, "works", WORKS)
    number = {"kind": "pb_yard", "state": "done", "district": "medeu", "proposal_no": "7", "origin": "official"}
    put(found, "budget_proposals", [row("p7", 76.95, 43.25, **number)])
    put(found, "budget_works", [row("real", 76.95, 43.25, **number, fact_end=DAY, name_ru="Двор")])
    put(found, "yards", [row("real", 0, 0, kind="yard", state="yard_poor", district="medeu", geom=AREA)])
    put(found, "dumps", [row("real", 76.9, 43.2, kind="dump_green", state="dump_removed", district="medeu")])
    put(found, "schools", [row("real", 76.95, 43.25, district="medeu")])
    yield found
    found.close()


@pytest.fixture(scope="module")
def made(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return make_app(store, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def people(made: Dash) -> dict[str, Visitor]:
    return signed_in(made, ROLES)


def posted(visitor: Visitor, path: str, form: dict[str, Any]) -> TestResponse:
    """A form with a file; the client's own way leaves large ones open."""
    plain = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in form.items()}
    stream, length, boundary = stream_encode_multipart({CSRF_FIELD: visitor.token(), **plain}, use_tempfile=False)
    return visitor.client.post(path, input_stream=stream, content_length=length, environ_overrides=visitor.environ,
                               content_type=f'multipart/form-data; boundary="{boundary}"')  # fmt: skip


def adding(visitor: Visitor, ref: str, body: bytes | None = None, **changes: str) -> str:
    """What came of a picture sent from the page of a work."""
    file = BytesIO(photo() if body is None else body), HOSTILE
    form = {"object": ref, "which": "after", "day": "2026-06-01", "picture": file, **changes}
    return outcome(posted(visitor, "/feedback/picture", form), "pictured")


def outcome(answer: TestResponse, name: str) -> str:
    if answer.status_code != 303:
        return str(answer.status_code)
    return parse_qs(urlsplit(answer.headers["Location"]).query)[name][0]


def marking(visitor: Visitor, body: bytes | None, ref: str = "works.real", **changes: str) -> str:
    """What came of a mark with a picture; it was filled in for a minute."""
    with visitor.app.server.app_context():
        began = stamp(time() - 60)
    form: dict[str, Any] = {"object": ref, "said": "badly_done", "mark": "2", "comment": "Яма", "began": began}
    file = {} if body is None else {"picture": (BytesIO(body), HOSTILE)}
    return outcome(posted(visitor, "/feedback/mark", {**form, **file, **changes}), "sent")


def pictures_of(store: Store, ref: str) -> list[Any]:
    with store.read() as conn:
        where = TABLE.c.object_ref == ref, TABLE.c.state != "refused"
        return list(conn.execute(select(TABLE).where(*where).order_by(TABLE.c.at, TABLE.c.id)))


def images(visitor: Visitor, path: str) -> list[dict[str, Any]]:
    return [node["props"] for node in nodes(visitor.layout(path)) if node["type"] == "Img"]


@pytest.mark.parametrize("role", ROLES)
def test_R054_the_form_and_its_doors_are_for_body_and_district(
    people: dict[str, Visitor], store: Store, role: str
) -> None:
    visitor, may = people[role], role in ADDERS
    for layer in ("works", "yards", "dumps", "budget_works"):
        assert ("/feedback/picture" in str(visitor.layout(f"/o/{layer}.real"))) is may, layer
        assert adding(visitor, f"{layer}.real") == ("added" if may else "403"), layer
    assert "/feedback/picture" not in str(visitor.layout("/o/schools.real"))
    assert adding(visitor, "schools.real") == "403"
    assert adding(visitor, "works.far") == ("added" if role in ("official", "admin") else "403")
    number = pictures_of(store, "works.real")[0].id if pictures_of(store, "works.real") else "none"
    back = visitor.post("/feedback/picture/back", {"id": number})
    assert back.status_code == (303 if may else 403 if role == "visitor" else 404)
    assert people["visitor"].get(f"/picture/{number}").status_code == 404


def test_R054_a_real_picture_is_shown_with_day_origin_and_words_in_place_of_a_drawing(
    people: dict[str, Visitor], store: Store
) -> None:
    visitor, official = people["visitor"], people["official"]
    assert {image["src"].split("/")[1] for image in images(visitor, "/o/works.made")} == {"api"}
    assert adding(official, "works.made") == "added"
    (kept,) = pictures_of(store, "works.made")
    for path in ("/o/works.made", "/works"):
        (image,) = (one for one in images(visitor, path) if kept.id in one["src"])
        assert image["alt"].startswith(f"После работ, {i18n.date('ru', date(2026, 6, 1))}. Ремонт")
        assert (image["width"], image["height"]) == (60, 40)
        assert "/api/pictures/works.made" not in str(visitor.layout(path))
    words = visitor.words("/o/works.made")
    assert "официальные данные" in words
    assert i18n.t("ru", "picture.mixed") in words
    assert i18n.t("ru", "picture.mixed") not in visitor.words("/o/works.real")
    answer = visitor.get(f"/picture/{kept.id}")
    assert (answer.status_code, answer.mimetype, answer.data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert answer.headers["Cache-Control"] == "public, max-age=86400, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert official.get(f"/picture/{kept.id}/small").headers["Cache-Control"].startswith("public")
    for day in ("2026-07-01", "2026-08-01"):
        assert adding(official, "budget_works.real", day=day) == "added"
    story = max(pictures_of(store, "budget_works.real"), key=lambda one: one.taken_on).id
    real = [image["src"] for image in images(visitor, "/budget") if image["src"].startswith("/picture/")]
    assert real == [f"/picture/{story}/small"]
    assert official.post("/feedback/picture/back", {"id": kept.id}).status_code == 303
    assert visitor.get(f"/picture/{kept.id}").json == visitor.get("/picture/none").json
    assert {image["src"].split("/")[1] for image in images(visitor, "/o/works.made")} == {"api"}


def test_R026_a_picture_of_what_is_hidden_is_the_one_404(people: dict[str, Visitor], store: Store) -> None:
    assert adding(people["official"], "works.secret") == "added"
    assert adding(people["moderator"], "works.secret") == "404"
    (kept,) = pictures_of(store, "works.secret")
    for role, visitor in people.items():
        for path in (f"/picture/{kept.id}", f"/picture/{kept.id}/small"):
            answer = visitor.get(path)
            assert answer.status_code == (200 if role in ADDERS else 404), role
            assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_R026_files_name_the_pictures_that_their_reader_may_see(
    people: dict[str, Visitor], store: Store, fmt: str
) -> None:
    for ref in ("works.secret", "works.far"):
        assert adding(people["official"], ref) == "added"
    every = {f"/picture/{one.id}" for ref in ("works.secret", "works.far") for one in pictures_of(store, ref)}
    closed = {f"/picture/{one.id}" for one in pictures_of(store, "works.secret")}
    for role, seen in (("visitor", every - closed), ("official", every)):
        body = people[role].get(f"/api/layers/works/export?format={fmt}").data
        if fmt == "xlsx":
            with ZipFile(BytesIO(body)) as book:
                body = b"".join(book.read(name) for name in book.namelist())
        assert {address for address in every if address.encode() in body} == seen
    for ref in ("works.secret", "works.far"):
        for one in pictures_of(store, ref):
            people["official"].post("/feedback/picture/back", {"id": one.id})


@pytest.mark.parametrize(
    ("body", "fault", "lang"),
    [(b"", "empty", "kk"), (b"MZ\x90\0 program", "kind", "ru"), (photo()[:200], "broken", "en"),
     (b"x" * (PICTURE_BYTES + 1), "heavy", "kk")],
)  # fmt: skip
def test_R054_a_bad_picture_is_told_in_the_readers_language_and_the_form_keeps_what_was_typed(
    made: Dash, people: dict[str, Visitor], body: bytes, fault: str, lang: i18n.Lang
) -> None:
    words = i18n.t(lang, f"picture.fault.{fault}", megabytes=10)
    resident = Visitor(made, REMOTE_ADDR="10.2.0.1")
    comment = "Яма & <b>лужа</b> " * 30
    assert marking(resident, body, comment=comment) == f"picture_{fault}"
    layout = resident.layout(f"/o/works.real?lang={lang}&sent=picture_{fault}")
    typed = [n["props"]["attributes"] for n in nodes(layout) if n["type"] == "Native"]
    given = {one.get("name"): one.get("defaultValue") for one in typed}
    assert (given["comment"], given["said"], given["mark"]) == (comment, "badly_done", "2")
    assert words in " ".join(str(node["props"].get("children")) for node in nodes(layout))
    other = [n["props"]["attributes"] for n in nodes(resident.layout("/o/works.made?sent=picture_kind"))
             if n["type"] == "Native"]  # fmt: skip
    assert comment not in [one.get("defaultValue") for one in other]
    official = people["official"]
    assert adding(official, "works.real", body, which="before", day="2026-03-04") == f"picture_{fault}"
    page = f"/o/works.real?lang={lang}&pictured=picture_{fault}&which=before&day=2026-03-04"
    layout = official.layout(page)
    assert words in " ".join(str(node["props"].get("children")) for node in nodes(layout))
    typed = [n["props"]["attributes"] for n in nodes(layout) if n["type"] == "Native"]
    assert "2026-03-04" in [one.get("defaultValue") for one in typed]


def test_R050_a_residents_picture_waits_in_the_queue_and_is_shown_after_the_check(
    made: Dash, people: dict[str, Visitor], store: Store
) -> None:
    visitor, moderator = people["visitor"], people["moderator"]
    assert marking(Visitor(made, REMOTE_ADDR="10.2.0.2"), photo()) == "ok"
    kept = pictures_of(store, "works.real")[-1]
    for role, one in people.items():
        assert one.get(f"/picture/{kept.id}").status_code == (200 if role in DECIDERS else 404), role
    assert "no-store" in moderator.get(f"/picture/{kept.id}").headers["Cache-Control"]
    assert kept.id not in str(visitor.layout("/o/works.real"))
    queue = str(moderator.layout("/moderation"))
    assert kept.id in queue
    assert "'bare'" in queue
    with store.read() as conn:
        number = conn.execute(select(marks.TABLE.c.id).where(marks.TABLE.c.state == "waiting")).scalar_one()
    assert "done=accept" in moderator.post("/moderation/mark", {"id": number, "verdict": "accept"}).headers["Location"]
    assert visitor.get(f"/picture/{kept.id}").status_code == 200
    # Eight in the evening by the store's clock is past midnight in the city.
    evening = datetime.fromisoformat("2026-05-12T20:00:00")
    with store.write() as conn:
        conn.execute(update(TABLE).where(TABLE.c.id == kept.id).values(at=evening))
    (image,) = (one for one in images(visitor, "/o/works.real") if kept.id in one["src"])
    assert image["alt"].startswith(f"Прислано жителем, {i18n.date('ru', date(2026, 5, 13))}")
    assert any(kept.id in one["src"] for one in images(visitor, "/works"))
    assert moderator.post("/feedback/picture/back", {"id": kept.id}).status_code == 303
    assert visitor.get(f"/picture/{kept.id}").status_code == 404
    assert "снимок убран" in people["official"].words("/moderation")


def test_R081_a_report_of_a_barrier_brings_its_picture(made: Dash, people: dict[str, Visitor], store: Store) -> None:
    resident, moderator = Visitor(made, REMOTE_ADDR="10.2.0.3"), people["moderator"]
    form = {"kind": "no_lift", "text": "Лифт стоит", "place": "43.238, 76.945"}
    bad = posted(resident, "/inclusion/report", {**form, "picture": (BytesIO(b"no"), "a.jpg")})
    assert outcome(bad, "reported") == "picture_kind"
    layout = resident.layout("/inclusion?reported=picture_kind")
    typed = [n["props"]["attributes"].get("defaultValue") for n in nodes(layout) if n["type"] == "Native"]
    assert {"Лифт стоит", "43.238, 76.945", "no_lift"} <= set(typed)
    good = posted(resident, "/inclusion/report", {**form, "picture": (BytesIO(photo()), HOSTILE)})
    assert outcome(good, "reported") == "ok"
    (kept,) = pictures_of(store, "")
    assert people["visitor"].get(f"/picture/{kept.id}").status_code == 404
    assert kept.id in str(moderator.layout("/moderation"))
    with store.read() as conn:
        number = conn.execute(select(barrier_reports.TABLE.c.id)).scalar_one()
    moderator.post("/moderation/report", {"id": number, "verdict": "accept"})
    assert people["visitor"].get(f"/picture/{kept.id}").status_code == 200
    assert any(kept.id in image["src"] for image in images(people["visitor"], f"/o/barriers.{number}"))


def test_hostile_and_empty_forms_of_pictures_are_answered_calmly(made: Dash, people: dict[str, Visitor]) -> None:
    official = people["official"]
    assert Visitor(made).client.post("/feedback/picture", data={"object": "works.real"}).status_code == 403
    assert outcome(official.post("/feedback/picture", {"object": "works.real"}), "pictured") == "picture_which"
    assert adding(official, "works.real", which="<b>", day="x") == "picture_which"
    assert adding(official, "works.real", day="9999-99-99") == "picture_day"
    assert adding(official, "works.none") == "404"
    assert adding(official, "\0") == "404"
    assert official.post("/feedback/picture/back", {"id": "\0'"}).status_code == 404
    assert official.get("/feedback/picture").status_code == 405
    assert official.get("/feedback/picture/back").status_code == 405
    for path in ("/picture/none", "/picture/%00/small", "/picture/..%2f..", "/picture/", "/picture/x/large"):
        assert official.get(path).status_code == 404, path
    assert official.get("/o/works.real?pictured=<b>&which=x&day=99&sent=picture_kind").status_code == 200
    huge = {"object": "works.real", "picture": (BytesIO(b"x" * (PICTURE_FORM_BYTES + 1)), "a.jpg")}
    assert posted(official, "/feedback/picture", huge).status_code == 413
    official.client.set_cookie("typed", "e30=")
    assert official.get("/o/works.real?sent=private").status_code == 200
    for wrong in ("!!!", "W10=", "////", "eyJmb3JtIjoid29ya3MucmVhbCIsInZhbHVlcyI6WzFdfQ=="):
        official.client.set_cookie("typed", wrong)
        assert official.layout("/o/works.real?sent=private")
