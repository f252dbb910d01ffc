"""Addresses taken apart: street, corner, house, quarter and district in three languages."""

import pytest

from data.addresses.memory import memory_key
from data.addresses.parse import house_key, parse

CASES = [
    ("пр. Абая, 150/230, уг. ул. Тургут Озала", "абая", "150/230", "тургут озала", ""),
    ("Абай даңғылы 52В", "абай", "52в", "", ""),
    ("ул.Байтурсынова 126", "байтурсынова", "126", "", ""),
    ("103 Furmanov Street", "furmanov", "103", "", ""),
    ("г. Алматы, ул. Тимирязева, д. 42, корпус 3", "тимирязева", "42", "", ""),
    ("050000, Алматы қ., Достық д-лы, 85 А үй", "достык", "85а", "", ""),
    ("Саина ул., 16Б кв 4", "саина", "16б", "", ""),
    ("улица 6-я линия, 12", "6 линия", "12", "", ""),
    ("мкр. Аксай-4, 17", "", "17", "", "аксай 4"),
    ("Таугуль-3 м-н, ул. Сулейменова 15", "сулейменова", "15", "", "таугуль 3"),
    ("пересечение пр. Абая и ул. Манаса", "абая", "", "манаса", ""),
    ("Толе би даңғылы мен Сейфуллин даңғылының қиылысы", "толе би", "", "сейфуллин", ""),
    ("пр-т Назарбаева,223", "назарбаева", "223", "", ""),
]


@pytest.mark.parametrize(("text", "street", "house", "corner", "area"), CASES, ids=[case[0] for case in CASES])
def test_R005_parts_of_an_address(text: str, street: str, house: str, corner: str, area: str) -> None:
    said = parse(text)
    assert " ".join(said.street.words) == street
    assert said.house == house
    assert " ".join(said.corner.words) == corner
    assert " ".join(said.area.words) == area


def test_another_name_in_brackets_and_the_district() -> None:
    said = parse("Бостандыкский район, ул. Фурманова (Назарбаева) 103")
    assert [name.words for name in said.also] == [("назарбаева",)]
    assert said.district.words == ("бостандыкский",)
    assert parse("Абай-Розыбакиев").halves is not None


def test_houses_and_keys_do_not_hang_on_letters_that_look_alike() -> None:
    assert house_key("52B") == house_key("52В") != house_key("52")
    assert house_key("10/2") == house_key("10-2") != house_key("102")
    assert memory_key("ул. Абая, 5", "") == memory_key("УЛ  АБАЯ 5", "") != memory_key("ул. Абая, 5", "medeu")
