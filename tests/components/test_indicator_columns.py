"""Heads of the tables of indicators: no word is broken by a letter, with the arrow of sorting beside it."""

import pytest

from components.context import Context
from components.indicator_rows import catalogue_columns, fact_columns
from config import i18n
from data.store import Store

# Width of a bold letter of 14 px, paddings of a cell, and the arrow with its gap.
LETTER, PADDING, ARROW = 9.0, 24.0, 20.0


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_the_longest_word_of_a_head_fits_beside_the_arrow(almaty: Store, lang: i18n.Lang) -> None:
    ctx = Context(almaty, lang=lang)
    heads = [(head["title"], head["width"]) for head in catalogue_columns(ctx)]
    heads += [(head["headerName"], head["width"]) for head in fact_columns(ctx)]
    narrow = [
        (title, width) for title, width in heads if max(map(len, title.split())) * LETTER + PADDING + ARROW > width
    ]
    assert narrow == []
