"""Every page renders for every role and language, on a full store and on an empty one, with its ids in order."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from dash import Dash
from plotly.utils import PlotlyJSONEncoder

import pages
from callbacks.ids import classes, layout_of_ids, named, properties
from components import shell
from components.context import Context
from config import i18n
from config.policy import Role, User
from data.store import Store
from tests.app_world import Visitor, make_app, nodes, people_store

STAFF = User("district_staff", Role.DISTRICT_STAFF, "medeu")
USERS = {role: User(role.value, role) for role in Role} | {Role.VISITOR: User(), Role.DISTRICT_STAFF: STAFF}
# What stands for a part of a path that names something.
PARTS = {"district": "medeu", "code": "eiu-place", "load_id": "1", "operator": "almaty-su", "wall_id": "hall"}
# Pages that are not for everybody: to the others they are like an unknown path.
READERS = {
    "imports": (Role.OFFICIAL, Role.ADMIN), "import_review": (Role.OFFICIAL, Role.ADMIN),
    "admin_walls": (Role.OFFICIAL, Role.ADMIN), "admin_wall": (Role.ADMIN,),
    "moderation": (Role.MODERATOR, Role.DISTRICT_STAFF, Role.OFFICIAL, Role.ADMIN),
    "entry": (Role.OFFICIAL, Role.DISTRICT_STAFF, Role.ADMIN), "entry_review": (Role.OFFICIAL, Role.ADMIN),
}  # fmt: skip
# States of a page that show parts which its plain address does not.
OTHER_STATES = ("/map?list=1",)
KEY = re.compile(r"\b[a-z_]+(\.[a-z_]+){2,}\b")
FOLDED = re.compile(r"<[^<>]*?([a-z_]+)>")


def path_of(record: pages.PageRecord, store: Store) -> str:
    """An address of a record where something is found."""
    parts = {**PARTS, "object_id": some_object(store)}
    return FOLDED.sub(lambda match: parts[match[1]], record.path)


def some_object(store: Store) -> str:
    table = store.tables["schools"]
    with store.read() as conn:
        found = conn.execute(table.select().with_only_columns(table.c.object_id).limit(1)).scalar()
    return found or "none"


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_every_page_renders_for_every_role_and_language(
    made: Dash, store: Store, record: pages.PageRecord, role: Role, lang: i18n.Lang
) -> None:
    path = path_of(record, store)
    with made.server.test_request_context(path):
        context = Context(store, USERS[role], lang, path=path)
        shown = pages.render(context)
        drawn = to_json(shown.body)
    if role not in READERS.get(record.key, tuple(Role)):
        assert (shown.status, shown.record) == (404, None)
        return
    assert (shown.status, shown.record) == (200, record)
    assert shown.title.strip()
    headings = [node for node in nodes(drawn) if node["type"] == "H1"]
    assert len(headings) == 1 or record.wide


def to_json(drawn: Any) -> Any:
    return json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))


def reader(made: Dash, record: pages.PageRecord) -> Visitor:
    """Somebody whom the page is for."""
    visitor = Visitor(made)
    if record.key in READERS:
        visitor.sign_in(READERS[record.key][0].value)
    return visitor


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_every_page_is_served_with_its_title(
    made: Dash, store: Store, record: pages.PageRecord, lang: i18n.Lang
) -> None:
    path, visitor = path_of(record, store), reader(made, record)
    document = visitor.get(f"{path}?lang={lang}")
    assert document.status_code == 200
    title = re.search("<title>(.*?)</title>", document.text)
    layout = visitor.layout(f"{path}?lang={lang}")
    found = {node["props"].get("id"): node for node in nodes(layout) if isinstance(node["props"].get("id"), str)}
    assert title is not None
    assert found[shell.TITLE]["props"]["data"].replace("&", "&amp;") in title[1].replace("&#x27;", "'")
    assert found[shell.LOCATION]["props"]["pathname"] == path
    assert "main" in found


@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_no_id_stands_twice_on_a_page(made: Dash, store: Store, record: pages.PageRecord) -> None:
    layout = reader(made, record).layout(path_of(record, store))
    ids = Counter(str(node["props"]["id"]) for node in nodes(layout) if node["props"].get("id"))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_no_key_is_shown_instead_of_words(made: Dash, store: Store, record: pages.PageRecord) -> None:
    words = reader(made, record).words(path_of(record, store))
    known = i18n.words("ru")
    assert [match[0] for match in KEY.finditer(words) if match[0] in known] == []


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dash]:
    """The application over a store without a row."""
    folder = tmp_path_factory.mktemp("bare")
    empty = people_store(folder)
    yield make_app(empty, folder)
    empty.close()


@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_a_page_without_data_is_still_a_page(bare: Dash, record: pages.PageRecord, store: Store) -> None:
    path = path_of(record, store)
    answer = Visitor(bare).get(path)
    assert answer.status_code == 200 or record.exists is not None
    if answer.status_code == 200:
        Visitor(bare).layout(path)


def present(made: Dash, store: Store) -> dict[str, tuple[str, str]]:
    """Ids found on any page for any role, with namespace and type of their component."""
    found: dict[str, tuple[str, str]] = {}
    for role in (None, "admin"):
        visitor = Visitor(made)
        if role:
            visitor.sign_in(role)
        for path in (*(path_of(record, store) for record in pages.records()), *OTHER_STATES):
            for node in nodes(visitor.layout(path)):
                found[str(node["props"].get("id"))] = (node["namespace"], node["type"])
    return found


def properties_of(namespace: str, kind: str) -> frozenset[str]:
    named_so = (c for c in classes() if (c.__name__, getattr(c, "_namespace", "")) == (kind, namespace))
    return properties(next(named_so))


def test_every_id_in_a_callback_stands_on_some_page_with_its_property(made: Dash, store: Store) -> None:
    found = present(made, store)
    used: Mapping[str, set[str]] = named(made.callback_map)
    assert sorted(set(used) - set(found)) == []
    wrong = {name: props - properties_of(*found[name]) for name, props in used.items()}
    assert {name: props for name, props in wrong.items() if props} == {}


def test_the_layout_for_checks_names_every_id_once(made: Dash) -> None:
    layout = layout_of_ids(made.callback_map)
    ids = [part.id for part in layout.children]
    assert sorted(ids) == sorted(named(made.callback_map))


def test_a_property_that_no_component_has_is_found() -> None:
    with pytest.raises(LookupError, match="lonely"):
        layout_of_ids({"lonely.no_such_property": {"inputs": [], "state": []}})


def test_records_have_different_keys_and_paths() -> None:
    for values in ([r.key for r in pages.records()], [r.path for r in pages.records()]):
        assert len(values) == len(set(values))


def test_the_menu_leads_from_today_to_the_modules(made: Dash, store: Store) -> None:
    keys = [record.key for record in pages.menu(Context(store))]
    assert keys[0] == "home"
    assert keys[-1] == "modules"
    assert {"map", "districts", "indicators", "plan"} <= set(keys)


def test_the_menu_has_a_desk_only_for_those_who_work_there(made: Dash, store: Store) -> None:
    def desk(role: Role) -> set[str]:
        found = pages.menu(Context(store, user=USERS[role]))
        return {record.key for record in found if record.group == "desk"}

    assert desk(Role.VISITOR) == set()
    assert {"entry", "entry_review", "imports", "moderation", "admin_walls"} == desk(Role.ADMIN)
    assert "admin_walls" not in desk(Role.ANALYST)
