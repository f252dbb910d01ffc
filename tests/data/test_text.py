"""Names are found as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.text import Match, TextIndex, best, fold, score, skeleton, stem


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Әуезов ауданы", "ауезов ауданы"),
        ("Түрксіб", "турксиб"),
        ("Жетісу", "жетису"),
        ("Ғылым қаласы, ңөұүһ", "гылым каласы ноуух"),
        ("Подъём Ёлки", "подъем елки"),
        ("ул. Толе би,  д. 5", "ул толе би д 5"),
        ("РМ2.5", "pm25"),
        ("PM2,5", "pm25"),
        ("СО₂", "co2"),
        ("Livе", "live"),
        ("", ""),
        ("—…!", ""),
    ],
)
def test_fold(text: str, plain: str) -> None:
    assert fold(text) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Жетісу", "Zhetysu"),
        ("Жетісу", "Jetisu"),
        ("Алматы", "Almaty"),
        ("Түрксіб", "Turksib"),
        ("Қалқаман", "Kalkaman"),
        ("Қалқаман", "Qalqaman"),
        ("Хмельницкого", "Khmelnitskogo"),
        ("Медеу", "Medeu"),
        ("Әуезов", "Ауэзов"),
    ],
)
def test_same_sound_same_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("школами", "Школы города"),
        ("безработиза", "Уровень безработицы"),
        ("безроботица", "Уровень безработицы"),
        ("мдеу", "Медеу ауданы"),
        ("туркс", "Түрксіб ауданы"),
        ("unemploiment", "Unemployment rate"),
        ("tole bi", "Төле би көшесі"),
        ("төле би", "улица Толе би"),
        ("водоснабжение", "Потери в сетях водоснабжения"),
        ("преступность", "Количество преступлений"),
        ("pm2.5", "Концентрация РМ2.5"),
        ("мектептер", "Мектеп саны"),
        ("водоснабжене потери", "Потери в сетях водоснабжения"),
    ],
)
def test_forgives(query: str, text: str) -> None:
    assert best(query, ["Площадь парков", text, "Crime"])[0].place == 1


@pytest.mark.parametrize(("query", "text"), [("ввп", "Уровень безработицы"), ("жк", "школа"), ("парк", "порт")])
def test_does_not_find_what_is_not_there(query: str, text: str) -> None:
    assert best(query, [text]) == []


def test_same_words_come_first_and_score_full() -> None:
    texts = ["Школы и детские сады города", "школы", "Школы города"]
    found = best("Школы", texts)
    assert found[0] == Match(1, 100.0)
    assert [m.place for m in found] == [1, 2, 0]
    assert score("ШКОЛЫ", "школы") == 100.0


def test_limit_and_cutoff() -> None:
    texts = [f"школа {n}" for n in range(50)]
    assert len(best("школа", texts, limit=7)) == 7
    assert best("школа", texts, limit=0) == []
    assert best("школа", texts, cutoff=99.9) == []


def test_stem_keeps_short_words_and_numbers() -> None:
    assert stem("dom") == "dom"
    assert stem("2025") == "2025"
    assert stem("shkolami") == stem("shkola") == "shkol"


def test_index_is_reusable_and_skips_empty_texts() -> None:
    index = TextIndex(["", "парк", "—"])
    assert [m.place for m in index.search("парк")] == [1]
    assert index.search("") == []
    assert TextIndex([]).search("парк") == []


@given(st.text(max_size=60))
def test_fold_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert skeleton(text) == skeleton(text.upper().lower()) or text.casefold() != text.upper().lower().casefold()


@given(st.text(max_size=40), st.lists(st.text(max_size=30), max_size=8))
def test_any_input_gives_sorted_scores_in_range(query: str, texts: list[str]) -> None:
    found = best(query, texts, limit=5, cutoff=0)
    assert all(0 <= m.score <= 100 and 0 <= m.place < len(texts) for m in found)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)


@given(st.text(alphabet="абвгдежзиклмнопрстуәғқңөұүһі abcdefgxyz", min_size=1, max_size=30))
def test_a_text_finds_itself(text: str) -> None:
    if skeleton(text):
        assert score(text, text) == 100.0
