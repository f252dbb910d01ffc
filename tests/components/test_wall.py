"""Scenes of walls: markup that escapes, scales that are round, and figures with source, date and origin."""

import re
from datetime import date, timedelta

import numpy as np
import pytest

from components.badges import city_today
from components.context import Context
from components.palette import color
from components.wall import scenes
from components.wall.chart import _Plane, axis_note, nice_steps
from components.wall.figures import facts_of
from components.wall.gather import LEAST, MOST, SLOT, Sign, gathered, inside, key_numbers, radius
from components.wall.markup import Html, join, tag
from components.wall.parts import due_of, sign
from components.wall.places import MAP_SIZE, class_of, scene_colors, short_name
from config import i18n
from config.limits import WALL_POINTS
from config.policy import Role, User
from config.walls import TAKES, SceneRecord
from data.queries import indicators
from data.queries.wall_picture import Frame, dots, outlines
from data.store import Store, utc_now
from data.wall_alarms import Alarm, AlarmRecord

WORDS = {"kk": "Қ <b>", "ru": "Р <b>", "en": "E <b>"}
KEY = re.compile(r"\b[a-z_]+(\.[a-z_]+){1,}\b")
CODES = {"figures": ("population", "eiu-place", "appeals-received"), "chart": ("eiu-place",),
         "districts": ("population",), "map": ("schools", "metro_stations")}  # fmt: skip
SCENES = [
    SceneRecord.model_validate({"id": kind, "kind": kind, "codes": CODES.get(kind, ()),
                                "texts": WORDS if kind == "text" else None})
    for kind in TAKES
]  # fmt: skip


def test_markup_escapes_words_and_attributes_and_keeps_markup() -> None:
    assert tag("p", "a < b", Html("<b>c</b>"), None, class_="x", data_more='"') == (
        '<p class="x" data-more="&quot;">a &lt; b<b>c</b></p>'
    )
    assert tag("path", d="M0 0") == '<path d="M0 0"/>'
    assert join(["<", Html("<i>")]) == "&lt;<i>"


@pytest.mark.parametrize(
    ("low", "high", "first", "last", "step"),
    [(97, 123, 90, 130, 10), (0, 1, 0, 1, 0.2), (-3, 8, -5, 10, 2.5), (7, 7, 6, 8, 2),
     (1_900_000, 2_300_000, 1_900_000, 2_300_000, 100_000)],
)  # fmt: skip
def test_steps_of_a_scale_are_round_and_span_the_values(
    low: float, high: float, first: float, last: float, step: float
) -> None:
    found = nice_steps(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert len(found) <= 8
    assert (found[0], found[-1], round(found[1] - found[0], 6)) == (first, last, step)


def test_R242_places_of_a_rating_run_down_and_a_scale_without_zero_says_so(almaty: Store) -> None:
    ctx = Context(almaty, lang="en")
    with almaty.read() as conn:
        entries = {e.code: e for e in indicators.catalogue(conn, almaty)}
        points = facts_of(ctx, conn, entries["eiu-place"])
    assert axis_note(ctx, entries["eiu-place"], points) == "A smaller place is better: the axis runs down."
    assert axis_note(ctx, entries["eiu-score"], points) == "The scale does not start at zero."
    assert axis_note(ctx, entries["eiu-score"], points[:1]) == ""
    days = [date(2022, 1, 1), date(2024, 1, 1)]
    up, down = (_Plane(days, [100, 120], down=way) for way in (False, True))
    assert up.y(100) > up.y(120)
    assert down.y(100) < down.y(120)


def test_classes_are_fifths_of_the_span() -> None:
    values = {"a": 0.0, "b": 1.0, "c": 4.0, "d": 10.0}
    assert [class_of(values, code) for code in "abcd"] == [0, 0, 2, 4]
    assert class_of({"a": 3.0}, "a") == 0


def test_signs_of_layers_differ_in_shape() -> None:
    assert len({sign(shape, 0, 0) for shape in ("circle", "square", "triangle", "diamond")}) == 4


def test_objects_of_many_layers_become_signs_that_add_up_and_do_not_meet() -> None:
    near = np.array([[1.0, 1.0], [3.0, 5.0], [5.0, 3.0], [SLOT + 13, 14.0]])
    assert gathered({"a": near}) == {"a": [Sign(12.5, 12.5, 3), Sign(SLOT + 13, 14.0, 1)]}
    assert gathered({"a": near[:3], "b": near[:3]})["b"] == [Sign(SLOT + 12.5, 12.5, 3)]
    assert (gathered({}), gathered({"a": np.empty((0, 2))})) == ({}, {"a": []})
    corners = np.array([[0.0, 0.0], [760.0, 740.0], [-0.1, 5.0], [5.0, 740.1]])
    assert inside(corners, (760, 740)).tolist() == [[0, 0], [760, 740]]
    rolled = np.random.default_rng(3)
    layers = {name: rolled.uniform(0, 700, (2500, 2)) for name in "abc"}
    found = gathered(layers)
    assert [sum(one.n for one in signs) for signs in found.values()] == [2500] * 3
    every = np.array([(one.x, one.y) for signs in found.values() for one in signs])
    gaps = np.abs(every[:, None] - every[None]).max(axis=2) + 1000 * np.eye(len(every))
    assert gaps.min() >= 2 * MOST - 0.1, "middles are at least a sign apart"
    assert [radius(n, 40) for n in (40, 10, 1)] == [MOST, 6.2, LEAST]
    assert [list(key_numbers(most)) for most in (1, 2, 40)] == [[], [1, 2], [1, 12, 40]]


def test_R103_a_scene_gives_its_layers_different_colours_and_counts_what_is_on_the_picture(almaty: Store) -> None:
    ctx = Context(almaty, lang="en", theme="dark")
    colors = scene_colors(ctx, ["schools", "works", "clinics", "bus_stops"])
    assert len(set(colors.values())) == 4
    assert colors["schools"] == color("dark", "cat-9")
    scene = SceneRecord(id="x", kind="map", codes=("schools", "metro_stations"))
    text = str(scene_in(almaty, scene, "en")["html"])
    shown = [int(number) for number in re.findall(r'class="w-note">(\d+) of them on the map', text)]
    with almaty.read() as conn:
        frame, _ = outlines(conn, almaty, MAP_SIZE)
        places = [frame.places(dots(conn, almaty, code, User(), WALL_POINTS)[0]) for code in scene.codes]
    within = [int(((at >= 0) & (at <= np.array(MAP_SIZE))).all(axis=1).sum()) for at in places]
    assert shown == [number for number, at in zip(within, places, strict=True) if number < len(at)]
    signs = [path.count("M") for path in re.findall(r'<path d="([^"]*)" style="[^"]*" class="w-signs"/>', text)]
    assert signs[0] < within[0]
    assert signs[1] == within[1]
    assert i18n.t("en", "wall.sizes") in text


def test_a_frame_keeps_the_middle_and_turns_north_up() -> None:
    frame = Frame((76.0, 43.0, 78.0, 44.0), (400, 400))
    ((middle, north),) = [frame.places(np.array([[77.0, 43.5], [77.0, 43.9]])).tolist()]
    assert middle == [200, 200]
    assert north[0] == 200
    assert north[1] < 200


def scene_in(store: Store, scene: SceneRecord, lang: i18n.Lang, user: User | None = None) -> dict[str, object]:
    ctx = Context(store, user or User(), lang, "dark")
    with store.read() as conn:
        return scenes.drawn(ctx, conn, scene)


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.kind))
def test_R103_every_scene_is_drawn_with_source_date_and_origin(
    almaty: Store, scene: SceneRecord, lang: i18n.Lang
) -> None:
    found = scene_in(almaty, scene, lang)
    text = str(found["html"])
    assert found["title"]
    words = re.sub("<[^>]*>", " ", text)
    assert [match[0] for match in KEY.finditer(words) if match[0] in i18n.words(lang)] == []
    if scene.kind == "text":
        assert "&lt;b&gt;" in text
        return
    assert "w-empty" not in text
    sources, cards = text.count('class="w-source"'), text.count('class="w-card"')
    assert sources >= max(cards, 1)
    assert len(re.findall(r'class="w-mark w-origin-', text)) >= max(cards, 1)
    assert len(re.findall(r'class="w-mark w-age-', text)) >= max(cards, 1)


@pytest.mark.parametrize("kind", ["outages", "works"])
def test_R103_synthetic_figures_wear_their_mark(almaty: Store, kind: str) -> None:
    text = str(scene_in(almaty, next(s for s in SCENES if s.kind == kind), "ru")["html"])
    assert "w-origin-synthetic" in text
    assert i18n.t("ru", "value.origin.synthetic") in text


def test_R103_a_scene_of_what_is_not_there_says_so(almaty: Store) -> None:
    for kind in ("figures", "chart", "districts", "map"):
        scene = SceneRecord.model_validate({"id": "x", "kind": kind, "codes": ["nothing-of-this-name"]})
        assert i18n.t("en", "wall.empty.none") in str(scene_in(almaty, scene, "en")["html"])


def test_R026_a_map_of_a_closed_layer_is_empty_for_a_visitor(almaty: Store) -> None:
    scene = SceneRecord(id="x", kind="map", codes=("network_nodes",))
    assert "w-empty" in str(scene_in(almaty, scene, "ru")["html"])
    assert "w-empty" not in str(scene_in(almaty, scene, "ru", User(None, Role.OFFICIAL))["html"])


def test_dots_of_many_objects_are_thinned_and_all_are_counted(almaty: Store) -> None:
    with almaty.read() as conn:
        few, total = dots(conn, almaty, "bus_stops", User(), 100)
        every, same = dots(conn, almaty, "metro_stations", User(), 100)
    assert 0 < len(few) <= 100 < total
    assert len(every) == same


def test_every_district_has_an_outline_and_a_place_for_its_number_inside_the_picture(almaty: Store) -> None:
    with almaty.read() as conn:
        _, found = outlines(conn, almaty, (700, 700))
    assert set(found) == {district.id for district in almaty.city.districts}
    for outline in found.values():
        assert outline.path.startswith("M")
        assert all(0 < edge < 700 for edge in outline.label)


def test_names_of_districts_are_short(almaty: Store) -> None:
    assert short_name(Context(almaty, lang="ru"), "medeu") == "Медеуский"
    assert short_name(Context(almaty, lang="kk"), "medeu") == "Медеу"


def test_R103_data_fall_due_by_the_rhythm_of_their_source(almaty: Store) -> None:
    ctx = Context(almaty, lang="en")
    yearly = next(source for source in almaty.city.sources if source.rhythm == "year")
    once = next(source for source in almaty.city.sources if source.rhythm == "once")
    (due,) = due_of(ctx, yearly, date(2025, 1, 1))
    assert due.until == date(2025, 1, 1) + timedelta(days=400)
    assert yearly.names.en in due.words
    assert due_of(ctx, once, date(2025, 1, 1)) == []
    assert due_of(ctx, None, city_today(ctx)) == []


def test_R103_an_emergency_shows_its_scene_to_the_entitled_only(almaty: Store) -> None:
    shown = AlarmRecord.model_validate({"texts": WORDS})
    alarm = Alarm(1, shown, "why", "me", utc_now(), "", "", None)
    closed = SceneRecord.model_validate({"id": "x", "kind": "works", "sensitivity": "official"})
    for user, seen in ((User(), False), (User(None, Role.OFFICIAL), True)):
        ctx = Context(almaty, user, "ru", "dark")
        with almaty.read() as conn:
            found = scenes.alarm_of(ctx, conn, alarm, closed)
        assert "&lt;b&gt;" in found["html"]
        assert ("w-rank" in found["html"]) is seen
