"""Every indicator's page in every language: source, date and origin stand on it; figures are those of the CSVs."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from dash.development.base_component import Component

from components.badges import city_today
from components.context import Context
from components.indicator_subject import caption, chosen, subject
from components.indicator_take import bibtex, citations, embed_code
from components.indicator_wish import Wish
from config import i18n
from config.policy import User
from data.queries import indicators as queries
from data.store import Store
from pages import indicator
from tests.indicator_world import csv_rows

SAMPLE = 300


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


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R100_every_indicator_opens_and_says_source_date_and_origin(
    store: Store, entries: tuple[queries.Entry, ...], lang: i18n.Lang
) -> None:
    ctx = Context(store, lang=lang)
    faults = []
    for entry in entries:
        said = words(below(indicator.layout(ctx, entry.code), indicator.CAPTION))
        source = store.city.source(entry.source)
        assert source is not None, entry.code
        wanted = (source.names[lang], ctx.date(entry.data_date), ctx.t(f"value.origin.{entry.origin}"))
        faults += [(entry.code, part) for part in wanted if part not in said]
    assert faults == []


def test_no_chart_mixes_origins(store: Store, entries: tuple[queries.Entry, ...]) -> None:
    with store.read() as conn:
        for entry in entries:
            assert {row["origin"] for row in queries.values(conn, User(), entry.code)} <= {entry.origin}, entry.code


def picked() -> list[tuple[str, dict[str, str]]]:
    """Rows of the shipped CSVs, drawn with a fixed seed, each with the code of its indicator."""
    rows = [(row["indicator_id"], row) for row in csv_rows("plan2025/indicator_values.csv")]
    rows += [(row["indicator_id"], row) for row in csv_rows("sdg/indicator_values.csv")]
    rows += [(row["series_id"], row) for row in csv_rows("sdg/charts.csv")]
    return random.Random(1992).sample(rows, SAMPLE)


def test_R098_figures_of_the_pages_are_those_of_the_csvs(store: Store) -> None:
    ctx = Context(store, lang="ru")
    faults = []
    for code, row in picked():
        found = subject(ctx, code)
        number = row.get("upper_bound") or row["value"]
        wanted = float(number) if number else None
        shown = [v for v in found.values if v["source_line"] == row["source_line"] and v["value"] == wanted]
        texts = {row["value_text"], ctx.number(wanted), f"\u2264 {ctx.number(wanted)}"}
        table = words(below(indicator.layout(ctx, code), "values"))
        if not shown or not any(text and text in table for text in texts):
            faults.append((code, row["year"], row["value"], row["value_text"]))
    assert faults == []


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
    by_lang = {one.lang: one.text for one in citations(ctx, row, "https://city.example/", today)}
    assert set(by_lang) == set(i18n.LANGS)
    for lang, text in by_lang.items():
        assert "https://city.example/indicators/plan-056" in text
        assert i18n.date(lang, row["data_date"], "long") in text
        assert i18n.t(lang, f"value.origin.{row['origin']}") in text
    bib = bibtex(ctx, {**row, "name_ru": "50% & {x}_y"}, "https://city.example/", today)
    assert bib.startswith("@misc{plan-056,")
    assert r"{50\% \& \{x\}\_y}" in bib
    assert "urldate = {2026-11-30}" in bib


def test_the_code_of_a_frame_is_safe_and_carries_state_and_language() -> None:
    code = embed_code("kk", "plan-056", Wish(look="bar", compared=("a", "b")), "https://x/", 'a "b" <c>')
    assert code.startswith('<iframe src="https://x/embed/indicators/plan-056?look=bar&amp;vs=a%2Cb&amp;lang=kk"')
    assert 'title="a &quot;b&quot; &lt;c>"' in code
