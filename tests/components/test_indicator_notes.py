"""Remarks of the curators of the data are in the reader's language; what a document prints stays as printed."""

import pytest
from sqlalchemy import select

from components.indicator_remarks import remarks
from config import i18n
from data import schema
from data.store import Store

COLUMNS = [schema.indicator.c.note, schema.indicator.c.doubt, schema.indicator.c.method, schema.indicator_value.c.note,
           schema.indicator_value.c.doubt, schema.fact.c.note, schema.fact.c.doubt]  # fmt: skip


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_R067_no_remark_on_an_indicator_is_left_in_english(almaty: Store, lang: i18n.Lang) -> None:
    with almaty.read() as conn:
        texts = {text for column in COLUMNS for text in conn.execute(select(column).distinct()).scalars() if text}
    assert texts
    assert [said.words for text in sorted(texts) for said in remarks(lang, text) if said.lang == "en"] == []


def test_R067_a_goal_and_a_formula_are_said_in_words_of_the_language() -> None:
    assert [said.words for said in remarks("ru", "SDG 8.9.1.1; Kazakhstan only")] == ["ЦУР 8.9.1.1", "только Казахстан"]
    assert [said.words for said in remarks("kk", "SDG 9.1.a")] == ["ТДМ 9.1.a"]
    assert [(said.words, said.lang) for said in remarks("kk", "SDG goals")] == [("SDG goals", "en")]


def test_R067_a_remark_that_differs_by_a_number_is_said_by_its_pattern() -> None:
    assert [said.words for said in remarks("ru", "= 1600000 people; line 947 gives -0,38% from 26,4 to 26,3")] == [
        "= 1\u00a0600\u00a0000 чел.",
        "в строке 947 – -0,38%, с 26,4 до 26,3",
    ]
    assert [said.words for said in remarks("kk", "12,0 in the SDG table (line 5335)")] == [
        "ТДМ кестесінде (5335-жол) 12,0"
    ]
    assert [said.words for said in remarks("en", "= 1600000 people")] == ["= 1,600,000 people"]
    assert [said.words for said in remarks("ru", 'printed "68,3 / тыс. га" across lines 1400-1402')] == [
        'напечатано "68,3 / тыс. га" в строках 1400-1402'
    ]
