"""Views, words and circumstances of snapshots for tests, and the data block of a file read back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from api.snapshot_look import ground, look, shares
from components.context import Context
from components.map_words import label, row_title, value_words
from config import i18n
from config.policy import User
from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from reports.snapshot import Edition, Look, Speech, View, make
from reports.snapshot.picture import Picture
from reports.snapshot.rows import gather
from tests.map_world import USERS, line, put, row

SITE = "http://centre.example"
NOW = datetime(2026, 11, 21, 18, 5, tzinfo=ZoneInfo("Asia/Almaty"))
VISITOR, OFFICIAL, STAFF, ANALYST = (USERS[name] for name in ("visitor", "official", "district_staff", "analyst"))
# The middle of the small city: schools 1 and 2, all streets; fine enough for every class of road at zoom 15.
MIDDLE = (76.88, 43.23, 76.955, 43.28)
EVERYWHERE = (76.5, 42.8, 78.5, 43.9)
SHOWN = ("city_boundary", "districts", "roads", "schools")
VIEW = View(visible=SHOWN, box=MIDDLE, zoom=13.0)
HOSTILE = (
    "</script><script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=1">',
    "`${window.hacked=1}`",
    "{{ 7*7 }}{{ this.__class__.__mro__ }}{% for x in y %}{# none #}",
    "'\"><svg onload=window.hacked=1>",
    "<!--<script>&lt;b&gt;\u2028\u2029\\u003c $title ${title} %(name)s",
    "javascript:window.hacked=1//",
)


def view(**changes: Any) -> View:
    """The usual view with changes."""
    return replace(VIEW, **changes)


def speech_of(store: Store, lang: i18n.Lang = "ru", user: User = VISITOR) -> Speech:
    """Words as the program has them."""
    ctx = Context(store, user, lang)
    return Speech(lang, partial(row_title, ctx), partial(label, ctx), partial(value_words, ctx))


def looks_of(store: Store, lang: i18n.Lang = "ru") -> dict[str, Look]:
    """Looks of all layers that have words."""
    return {k: look(layer, lang) for k, layer in store.layers.items() if i18n.has(lang, f"layer.{k}.title")}


def edition() -> Edition:
    """An evening in the city."""
    return Edition(NOW, SITE, f"{SITE}/map?l=roads", ensure_vendor(ROOT / "var") / "leaflet", ground(), shares())


def picture_of(store: Store, asked: View = VIEW, user: User = VISITOR, lang: i18n.Lang = "ru") -> Picture:
    """The picture of a view."""
    with store.read() as conn:
        groups = gather(conn, store, user, asked)
    return Picture(store.city, asked, groups, looks_of(store, lang), speech_of(store, lang, user), edition())


def file_of(store: Store, asked: View = VIEW, user: User = VISITOR, lang: i18n.Lang = "ru") -> str:
    """The file of a view."""
    return make(store, user, asked, looks_of(store, lang), speech_of(store, lang, user), edition())


def data_of(html: str) -> dict[str, Any]:
    """The data block of a file."""
    (text,) = re.findall(r'<script type="application/json" id="snapshot-data">(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


def told(html: str) -> dict[str, list[dict[str, str]]]:
    """Title and told values of every row of a file, by layer."""
    return {layer["id"]: [words_of(layer, one) for one in layer["rows"]] for layer in data_of(html)["layers"]}


def words_of(layer: Mapping[str, Any], found: Sequence[Any]) -> dict[str, str]:
    """Words of a row by the label before them; the title is under `title`, the id under `id`."""
    texts = layer["texts"]
    values = {name: texts[at - 1] for name, at in zip(layer["labels"], found[6:], strict=False) if at}
    return {"id": found[4], "title": texts[found[5] - 1], **values}


def plain(html: str) -> str:
    """Words of the markup of a file without its scripts, styles and tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def hostile_rows(store: Store, names: Sequence[str]) -> None:
    """Schools with the given names, addresses and doubts in a row along a street, and a street of the same names."""
    put(store, "schools", [
        row(f"hostile-{at}", 76.9 + at / 500, 43.26, name_ru=name, name_kk=name, name_en=name, address=name, doubt=name)
        for at, name in enumerate(names)
    ])  # fmt: skip
    put(store, "roads", [
        line(f"hostile-{at}", [(76.9, 43.262 + at / 500), (76.92, 43.262 + at / 500)], name_ru=name, kind="primary",
             ref=name)
        for at, name in enumerate(names)
    ])  # fmt: skip
