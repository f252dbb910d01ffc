"""The bar of tools, its panels, and the door of QR codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.i18n import LANGS
from config.policy import Role
from tests.app_world import Visitor, make_app, people_store
from tests.house.files import ROOT


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder: Path = tmp_path_factory.mktemp("tools")
    store = people_store(folder)
    yield Visitor(make_app(store, folder))
    store.close()


@pytest.mark.parametrize("lang", LANGS)
def test_every_tool_has_a_button_a_panel_words_and_a_script(visitor: Visitor, lang: str) -> None:
    text = json.dumps(visitor.layout(f"/map?lang={lang}"), ensure_ascii=False)
    keys = [part.split('"')[0] for part in text.split('"data-tool-open": "')[1:]]
    assert keys
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert f'"id": "map-tool-{key}"' in text
        assert f'"data-tool-script": "/assets/tools/{key}.js"' in text
        assert (ROOT / "assets" / "tools" / f"{key}.js").is_file()


def test_an_administrator_has_no_fewer_tools_than_a_visitor(visitor: Visitor) -> None:
    boss = Visitor(visitor.app)
    boss.sign_in(Role.ADMIN.value)
    count = [json.dumps(one.layout("/map")).count("data-tool-open") for one in (visitor, boss)]
    assert 0 < count[0] <= count[1]


def test_a_code_of_a_page_is_a_picture(visitor: Visitor) -> None:
    reply = visitor.get("/api/qr.svg?to=/map%3Fl%3Dschools")
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
    assert reply.text.count("<path") == 2


@pytest.mark.parametrize(
    "to", ["", "map", "//evil.example/", "/\\evil.example", "https://evil.example", "/a%0a", "/" + "x" * 2000]
)
def test_a_code_leads_nowhere_else(visitor: Visitor, to: str) -> None:
    reply = visitor.get(f"/api/qr.svg?to={to}")
    assert (reply.status_code, reply.json["error"]) == (400, "bad_to")
