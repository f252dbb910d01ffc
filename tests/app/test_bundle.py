"""Our own scripts and styles as one file each."""

import pytest

from components import bundle
from config.settings import ROOT
from tests.app_world import Visitor


@pytest.mark.parametrize("kind", ["js", "css"])
def test_one_file_holds_every_file_of_the_folder_once(kind: bundle.Kind) -> None:
    whole = bundle.text(kind)
    paths = sorted((ROOT / "assets").glob(f"*.{kind}"))
    assert len(paths) > 5
    for path in paths:
        assert whole.count(path.read_text("utf-8")) == 1, path.name


@pytest.mark.parametrize("kind", ["js", "css"])
def test_the_address_in_the_document_gives_the_file_for_a_year(kind: bundle.Kind, visitor: Visitor) -> None:
    address = bundle.url(kind)
    assert f'"{address}"' in visitor.get("/about").text
    answer = visitor.get(address)
    assert answer.text == bundle.text(kind)
    assert answer.mimetype == bundle.TYPES[kind]
    assert "immutable" in answer.headers["Cache-Control"]


def test_another_address_gives_the_present_file_and_is_kept_by_nobody(visitor: Visitor) -> None:
    answer = visitor.get("/static/own/000000000000/app.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_kinds_are_not_there(visitor: Visitor) -> None:
    assert visitor.get("/static/own/000000000000/app.py").status_code == 404


def test_the_file_goes_out_compressed(visitor: Visitor) -> None:
    answer = visitor.get(bundle.url("js"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < len(bundle.text("js")) / 2


def test_icons_are_served_from_their_own_folder_only(visitor: Visitor) -> None:
    for address in ("/static/icons/../secret.key", "/static/icons/%2e%2e/secret.key", "/static/icons/none/icons.css"):
        assert visitor.get(address).status_code == 404
