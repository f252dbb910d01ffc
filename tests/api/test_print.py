"""The door of printing: a PDF or PNG of the state that was sent, only with what the person may see."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from PIL import Image, ImageColor
from pypdf import PdfReader

from api.print_tools import classes
from api.session import CSRF_HEADER
from components.context import Context
from components.palette import color
from config import i18n
from config.policy import VISITOR
from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from tests.api.files_world import Person, emptied, opened, person, running
from tests.city_world import ENGINES
from tests.reports.test_print import drawn_words, png

QUERY = "l=districts,schools,cameras&d=medeu&t=2024-06-01"


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with opened(request.param, tmp_path_factory.mktemp("print"), server) as found:
        yield emptied(found)


@pytest.fixture
def made(filled: Store, tmp_path: Path) -> Iterator[Dash]:
    with running(filled, tmp_path) as found:
        yield found


EDGE = "an-edge-between-the-parts"


def send(who: Person, body: bytes | None = None, lang: str = "ru", **changes: str) -> Any:
    form: dict[str, Any] = {
        "query": QUERY, "width": "400", "height": "300", "zoom": "11.5", "lat": "43.2", "title": "", "paper": "A4",
        "side": "landscape", "format": "pdf", **changes,
    }  # fmt: skip
    # Written by hand: for a big body the test client opens a file that it never closes.
    parts = [f'--{EDGE}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in form.items()]
    parts.append(f'--{EDGE}\r\nContent-Disposition: form-data; name="picture"; filename="map.png"\r\n\r\n')
    sent = "".join(parts).encode() + (png() if body is None else body) + f"\r\n--{EDGE}--\r\n".encode()
    headers = {CSRF_HEADER: who.token(), "Content-Type": f"multipart/form-data; boundary={EDGE}"}
    return who.client.post(f"/api/print?lang={lang}", data=sent, headers=headers)


def words(reply: Any) -> str:
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf"), reply.text
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(reply.data)).pages).split())


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("side", ["landscape", "portrait"])
def test_a_map_on_paper_says_what_it_shows(made: Dash, lang: i18n.Lang, paper: str, side: str) -> None:
    text = words(send(person(made, "official"), lang=lang, paper=paper, side=side, title="Менің картам ә"))
    district = next(d for d in made.server.extensions["sitcenter"].city.districts if d.id == "medeu")
    for part in ("Менің картам ә", district.names[lang], i18n.t(lang, "layer.schools.title"), "OpenStreetMap", "1:",
                 i18n.t(lang, "print.legend"), i18n.t(lang, "print.loud").split(":")[0], "ODbL"):  # fmt: skip
        assert part in text, part


def test_R026_a_layer_that_is_not_for_the_reader_is_not_on_the_paper(made: Dash) -> None:
    title = i18n.t("ru", "layer.cameras.title")
    assert title in words(send(person(made, "official")))
    for name in ("", "resident", "analyst"):
        assert title not in words(send(person(made, name)))


def test_filters_are_said_in_words(made: Dash) -> None:
    query = 'l=cameras&f={"cameras":{"state":{"in":["broken"]}}}'
    text = words(send(person(made, "official"), query=query))
    assert f"{i18n.t('ru', 'field.state')}: {i18n.t('ru', 'value.state.broken')}" in text
    assert i18n.t("ru", "ask.none") in words(send(person(made, "official"), query="l=cameras"))


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_a_surface_of_density_has_its_own_legend_and_names_no_numbers(made: Dash, lang: i18n.Lang) -> None:
    usual = words(send(person(made, ""), lang=lang, query="l=appeals"))
    heated = words(send(person(made, ""), lang=lang, query="l=appeals&heat=appeals"))
    number = " ".join(i18n.t(lang, "dense.more", low=i18n.number(lang, 10_000)).split())
    assert number in usual
    assert number not in heated
    assert i18n.t(lang, "heat.high") in heated
    assert i18n.t(lang, "heat.high") not in usual


def pictures(reply: Any) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(reply.data)).pages)


def test_the_legend_on_paper_has_the_signs_of_the_map(made: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = pictures(send(person(made, ""), query="l=districts,schools,parks"))
    monkeypatch.setattr("api.print.folder", lambda: ensure_vendor(ROOT / "var"))
    assert pictures(send(person(made, ""), query="l=districts,schools,parks")) == plain + 2
    assert pictures(send(person(made, ""), query="l=districts")) == plain


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_a_picture_of_the_view_says_what_it_shows(
    made: Dash, lang: i18n.Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = drawn_words(monkeypatch)
    who = person(made, "official")
    who.client.set_cookie("theme", "dark")
    reply = send(who, format="png", lang=lang)
    assert (reply.status_code, reply.mimetype) == (200, "image/png")
    found = Image.open(BytesIO(reply.data))
    assert found.size[0] == 400
    assert found.getpixel((2, 305)) == ImageColor.getrgb(color("dark", "city-ground"))
    assert "attachment" in reply.headers["Content-Disposition"]
    text, keys = "".join("".join(said).split()), ("print.legend", "layer.schools.title", "print.sources", "list.origin",
                                                  "print.loud", "value.origin.synthetic")  # fmt: skip
    for words in (*(i18n.t(lang, key) for key in keys), "© OpenStreetMap contributors", "ODbL"):
        assert "".join(words.split()) in text, words
    said.clear()
    send(person(made), format="png", lang=lang)
    assert i18n.t(lang, "layer.cameras.title") not in said


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"paper": "A0"}, "bad_print"), ({"side": "x"}, "bad_print"), ({"format": "exe"}, "bad_print"),
     ({"zoom": "99"}, "bad_print"), ({"zoom": "nan"}, "bad_print"), ({"lat": "90"}, "bad_print"),
     ({"width": "0"}, "bad_print"), ({"width": "1e9"}, "bad_print"), ({"width": "800"}, "bad_picture")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(made: Dash, changes: dict[str, Any], key: str) -> None:
    reply = send(person(made), **changes)
    assert (reply.status_code, reply.json["error"]) == (400, key)


def test_a_picture_that_is_none_is_refused(made: Dash) -> None:
    assert send(person(made), b"<html>").json["error"] == "bad_picture"


def test_a_body_beyond_the_bound_is_refused(made: Dash) -> None:
    assert send(person(made), b"x" * 24_500_000).status_code == 413


def test_a_picture_larger_than_other_requests_may_be_is_taken(made: Dash) -> None:
    noise = BytesIO()
    Image.effect_noise((2400, 1800), 90).convert("RGB").save(noise, "PNG")
    assert len(noise.getvalue()) > 4_000_000
    assert send(person(made), noise.getvalue()).status_code == 200


def test_printing_needs_the_token(made: Dash) -> None:
    assert person(made).client.post("/api/print", data={"title": "x"}).status_code == 403


def test_R025_the_paper_says_of_which_day_of_knowledge_it_is_and_what_tools_have_drawn(made: Dash) -> None:
    query = "l=schools&at=2026-03-05&iso=foot;10-5;76.93,43.25&area=d.medeu&ind=no-such"
    text = words(send(person(made), query=query))
    assert text.count(f"{i18n.t('ru', 'ask.as_of')}: 5 мар. 2026") == 2
    first, second = (text.index(i18n.t("ru", "tool.isochrone.min", count=one)) for one in (5, 10))
    assert first < second
    assert i18n.t("ru", "tool.area.title") in text
    sides = words(send(person(made), query="l=schools&cmp=l~cameras,parks~40"))
    assert f"{i18n.t('ru', 'tool.compare.right')}: {i18n.t('ru', 'layer.parks.title')}" in sides
    assert i18n.t("ru", "layer.cameras.title") not in sides
    assert i18n.t("ru", "tool.compare.left") not in words(send(person(made), query="l=schools&cmp=t~x~"))
    assert i18n.t("ru", "ask.as_of") not in words(send(person(made), query="l=schools&iso=;;&at=1"))


def test_R020_classes_of_an_indicator_hold_about_as_many_districts_each() -> None:
    ctx = Context(None, VISITOR, "ru", "light", "/map", {})  # type: ignore[arg-type]
    found = classes(ctx, [1.0, 2.0, 3.0, 4.5, 5.0, 6.0, 7.0, 8.0, None])
    assert [mark.words for mark in found] == ["1 – 2", "3 – 4,5", "5 – 6", "7 – 8", i18n.t("ru", "tool.indicator.none")]
    assert len({mark.color for mark in found}) == len(found)
    assert [mark.words for mark in classes(ctx, [2.0, 2.0])] == ["2"]
    assert classes(ctx, [None]) == []
