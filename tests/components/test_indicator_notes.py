"""Remarks of the curators of the data are in the reader's language; what a document prints stays as printed."""

import pytest
from sqlalchemy import select

from components.indicator_words import remarks
from config import i18n
from data import schema
from data.store import Store

COLUMNS = [schema.indicator.c.note, schema.indicator.c.doubt, schema.indicator.c.method, schema.indicator_value.c.note,
           schema.indicator_value.c.doubt]  # fmt: skip


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
