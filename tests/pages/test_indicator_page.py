"""Every indicator's page in every language: source, date and origin stand on it; figures are those of the CSVs."""

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest
from dash.development.base_component import Component

from components.badges import city_today
from components.context import Context
from components.indicator_subject import caption, chosen, subject
from components.indicator_take import bibtex, citations, cited, embed_code
from components.indicator_wish import Wish
from config import i18n
from config.policy import User
from data.queries import indicators as queries
from data.store import Store
from pages import indicator
from tests.indicator_world import SEED, csv_rows

SAMPLE = 300
SIGNS = ("", "\u2264 ", "\u2265 ", "< ", "> ", "\u2248 ")


def parts(node: Any) -> Iterator[Component | str]:
    """A component and all below it, and all texts."""
    if isinstance(node, Component):
        yield node
        node = getattr(node, "children", None)
    if isinstance(node, list | tuple):
        for one in node:
            yield from parts(one)
    elif isinstance(node, Component):
        yield from parts(node)
    elif node is not None:
        yield str(node)


def words(node: Any) -> str:
    return " ".join(part for part in parts(node) if isinstance(part, str))


def below(layout: Component, key: str) -> Component:
    return next(p for p in parts(layout) if isinstance(p, Component) and getattr(p, "id", None) == key)


@pytest.fixture(scope="module")
def entries(store: Store) -> tuple[queries.Entry, ...]:
    with store.read() as conn:
        return queries.catalogue(conn, store, User())


class Given(NamedTuple):
    """What the values of an indicator say of themselves."""

    days: frozenset[date | None]
    origins: frozenset[str]


@pytest.fixture(scope="module")
def given(store: Store, entries: tuple[queries.Entry, ...]) -> dict[str, Given]:
    """Days of data and origins of all values, by indicator; in every language they are the same."""
    with store.read() as conn:
        every = {entry.code: queries.values(conn, User(), entry.code) for entry in entries}
    return {code: Given(frozenset(row["data_date"] for row in rows), frozenset(row["origin"] for row in rows))
            for code, rows in every.items()}  # fmt: skip


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R100_every_indicator_opens_and_says_source_date_and_origin(
    store: Store, entries: tuple[queries.Entry, ...], given: dict[str, Given], lang: i18n.Lang
) -> None:
    ctx = Context(store, lang=lang)
    faults = []
    for entry in entries:
        said = words(below(indicator.layout(ctx, entry.code), indicator.CAPTION))
        source = store.city.source(entry.source)
        assert source is not None, entry.code
        wanted = (source.names[lang], ctx.t(f"value.origin.{entry.origin}"))
        faults += [(entry.code, part) for part in wanted if part not in said]
        if not any(ctx.date(day) in said for day in given[entry.code].days or [entry.data_date]):
            faults.append((entry.code, "date"))
    assert faults == []


def test_no_chart_mixes_origins(entries: tuple[queries.Entry, ...], given: dict[str, Given]) -> None:
    for entry in entries:
        assert given[entry.code].origins <= {entry.origin}, entry.code


class Printed(NamedTuple):
    """One figure of a shipped file: codes it may stand under, its line (or column) there, number and printed text."""

    codes: tuple[str, ...]
    line: str
    number: str
    text: str = ""


def _slug(name: str) -> str:
    return "kz-" + re.sub("[^a-z0-9]+", "-", name.lower())


def _of_documents() -> list[list[Printed]]:
    tables = (("plan2025/indicator_values.csv", "indicator_id"), ("sdg/indicator_values.csv", "indicator_id"),
              ("sdg/charts.csv", "series_id"))  # fmt: skip
    return [
        [Printed((row[key],), row["source_line"], row.get("upper_bound") or row["value"], row["value_text"])
         for row in csv_rows(name)]
        for name, key in tables
    ]  # fmt: skip


def _of_the_center(codes: tuple[str, ...]) -> list[Printed]:
    names = ("kpi", "appeals", "bnu", "eiu_rating", "modules_kpi")
    return [
        Printed((row["kpi_code"],) if "kpi_code" in row else codes, row["source_line"], row["value"])
        for name in names for row in csv_rows(f"cra/{name}.csv")
    ]  # fmt: skip


def _of_geography() -> list[list[Printed]]:
    regions = [
        Printed((_slug(column),), str(line), value)
        for line, row in enumerate(csv_rows("geo/kz_regions_indicators.csv"), 2)
        for column, value in row.items() if column != "Region" and value
    ]  # fmt: skip
    crime = [
        Printed((f"crime-1m-{int(row['line']):03d}",), row["line"], row[name])
        for row in csv_rows("geo/almaty_crime_form_1m.csv") for name in ("in_process", "registered") if row[name]
    ]  # fmt: skip
    outlines = json.loads((SEED / "geo/almaty_districts.geojson").read_text("utf-8"))["features"]
    people = [
        Printed(("population",), name, str(one["properties"][name]))
        for one in outlines for name in one["properties"] if name.startswith("pop_") and name != "pop_date"
    ]  # fmt: skip
    return [regions, crime, people]


def picked(center: tuple[str, ...]) -> list[Printed]:
    """Rows of all shipped files of values, drawn with a fixed seed from each file."""
    drawing = random.Random(1992)
    files = [*_of_documents(), _of_the_center(center), *_of_geography()]
    sizes = (90, 70, 40, 40, 24, 24, 12)
    return [row for rows, size in zip(files, sizes, strict=True) for row in drawing.sample(rows, size)]


def test_R098_figures_of_the_pages_are_those_of_the_files_in_every_language(
    store: Store, entries: tuple[queries.Entry, ...]
) -> None:
    center = tuple(entry.code for entry in entries if entry.collection == "cra")
    rows, faults = picked(center), []
    assert len(rows) == SAMPLE
    for number, row in enumerate(rows):
        ctx = Context(store, lang=i18n.LANGS[number % len(i18n.LANGS)])
        wanted = float(row.number) if row.number else None
        stands = [
            code for code in row.codes
            if any(v["source_line"] == row.line and v["value"] == wanted for v in subject(ctx, code).values)
        ]  # fmt: skip
        texts = {row.text, *(f"{sign}{ctx.number(wanted)}" for sign in SIGNS)} - {""}
        cells = set(parts(below(indicator.layout(ctx, stands[0]), "values"))) if stands else set()
        if not texts & {cell for cell in cells if isinstance(cell, str)}:
            faults.append((ctx.lang, row))
    assert faults == []


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_R100_a_passport_marks_what_is_not_in_the_language_of_the_reader(store: Store, lang: i18n.Lang) -> None:
    ctx = Context(store, lang=lang)
    shown = below(indicator.layout(ctx, "plan-002"), "passport")
    assert f"1.1 {i18n.t(lang, 'catalogue.goal.1_1')}" in words(shown)
    assert "Полицентричное" not in words(shown)
    marked = {words(p) for p in parts(shown) if isinstance(p, Component) and getattr(p, "lang", None) == "ru"}
    assert {"Нацпроект", "Макроиндикаторы", "Амрин А.К., УЭиВ"} <= marked
    assert "1872" not in marked
    review = words(below(indicator.layout(ctx, "sdg-08-5-2"), "passport"))
    assert "8.5" in review
    assert i18n.t(lang, "catalogue.goal.1_1") not in review


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R100_a_passport_says_rhythm_periods_direction_and_last_change(store: Store, lang: i18n.Lang) -> None:
    ctx = Context(store, lang=lang)
    shown = words(below(indicator.layout(ctx, "plan-056"), "passport"))
    ends = i18n.t(lang, "indicators.passport.span_words", ends="2019 \u2013 2025", count="8")
    assert ("public document" in shown) is (lang == "en")
    down = f"{i18n.t(lang, 'indicators.direction.down')} ({i18n.t(lang, 'indicators.direction.read')})"
    changed = i18n.t(lang, "indicators.passport.changed")
    for said in (i18n.t(lang, "catalogue.rhythm.several_years"), ends, down, f"{changed} {ctx.date(city_today(ctx))}"):
        assert said in shown


@pytest.mark.parametrize(("code", "other", "said"), [
    ("plan-056", "plan-03-maternal-mortality", "last fact 9.9"), ("plan-03-maternal-mortality", "plan-056", "53.79"),
])  # fmt: skip
def test_R245_an_indicator_leads_to_the_same_one_of_another_document(
    store: Store, code: str, other: str, said: str
) -> None:  # fmt: skip
    shown = indicator.layout(Context(store, lang="en"), code)
    note = next(p for p in parts(shown) if getattr(p, "className", None) == "same-note")
    assert said in words(note)
    assert [p.href for p in parts(note) if getattr(p, "href", None)] == [f"/indicators/{other}"]
    assert not any(getattr(p, "className", None) == "same-note"
                   for p in parts(indicator.layout(Context(store, lang="en"), "plan-002")))  # fmt: skip


def test_R242_the_axis_of_places_runs_down_and_says_so(store: Store) -> None:
    ctx = Context(store, lang="en")
    for code, down in (("eiu-place", True), ("eiu-score", False)):
        choice, drawn = chosen(ctx, found := subject(ctx, code), Wish())
        assert (drawn.figure["layout"]["yaxis"].get("autorange") == "reversed") is down
        assert ("A smaller place is better" in words(caption(ctx, found, choice, drawn))) is down
    _, bars = chosen(ctx, subject(ctx, "eiu-place"), Wish(look="bar"))
    assert not bars.down


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R001_no_page_says_a_period_in_the_curator_s_english(store: Store, lang: i18n.Lang) -> None:
    shown = words(indicator.layout(Context(store, lang=lang), "appeals-quick-answer-share"))
    assert i18n.t(lang, "indicators.period.2023_current") in shown
    assert "2023 current" not in shown


def test_R098_the_page_of_a_past_day_shows_what_was_known_then(store: Store) -> None:
    ctx = Context(store, lang="en", query={"at": "2000-01-01"})
    layout = indicator.layout(ctx, "plan-056")
    said = words(layout)
    assert "This is what was known on Jan 1, 2000." in said
    assert "There were no values then" in said
    assert "53.79" not in words(below(layout, "values"))
    today = Context(store, lang="en", query={"at": city_today(ctx).isoformat()})
    assert "53.79" in words(below(indicator.layout(today, "plan-056"), "values"))


def test_values_printed_differently_are_all_shown_with_their_document(store: Store) -> None:
    ctx = Context(store, lang="en")
    layout = indicator.layout(ctx, "K3")
    notes = [p for p in parts(layout) if isinstance(p, Component) and "conflicts" in str(getattr(p, "className", ""))]
    assert "Printed differently" in words(notes)
    assert "edition" in words(notes)


def test_R100_breaks_stand_below_the_chart_with_document_and_line(store: Store) -> None:
    layout = indicator.layout(Context(store, lang="en"), "population")
    assert "break-notes" not in str(layout)
    with_breaks = indicator.layout(Context(store, lang="en"), "sdg-08-5-2")
    said = words([p for p in parts(with_breaks) if isinstance(p, Component)
                  and getattr(p, "className", "") == "break-notes"])  # fmt: skip
    assert "Covid-19" in said
    assert "line 2644" in said


def test_a_second_indicator_brings_its_own_source_into_the_caption(store: Store) -> None:
    ctx = Context(store, lang="en")
    wish = Wish(second="population")
    found = subject(ctx, "plan-056", wish)
    said = words(caption(ctx, found, *chosen(ctx, found, wish)))
    assert "Second indicator: Population" in said


@pytest.mark.parametrize("second", ["plan-056", "no-such", "\0", "x" * 400])
def test_a_second_indicator_that_is_none_is_left_out(store: Store, second: str) -> None:
    assert subject(Context(store), "plan-056", Wish(second=second)).second is None


def test_R109_citations_name_source_day_origin_and_address(store: Store) -> None:
    ctx = Context(store, lang="ru")
    with store.read() as conn:
        row = queries.passport(conn, User(), "plan-056")
    today = date(2026, 11, 30)
    by_lang = {one.lang: one.text for one in citations(ctx, cited(row, ()), "https://city.example/", today)}
    assert set(by_lang) == set(i18n.LANGS)
    for lang, text in by_lang.items():
        assert "https://city.example/indicators/plan-056" in text
        assert i18n.date(lang, row["data_date"], "long") in text
        assert i18n.t(lang, f"value.origin.{row['origin']}") in text
    bib = bibtex(ctx, cited({**row, "name_ru": "50% & {x}_y"}, ()), "https://city.example/", today)
    assert bib.startswith("@misc{plan-056,")
    assert r"{50\% \& \{x\}\_y}" in bib
    assert "urldate = {2026-11-30}" in bib


def test_the_code_of_a_frame_is_safe_and_carries_state_and_language() -> None:
    code = embed_code("kk", "plan-056", Wish(look="bar", compared=("a", "b")), "https://x/", 'a "b" <c>')
    assert code.startswith('<iframe src="https://x/embed/indicators/plan-056?look=bar&amp;vs=a%2Cb&amp;lang=kk"')
    assert 'title="a &quot;b&quot; &lt;c>"' in code
