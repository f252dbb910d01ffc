"""The index of words that goes to the browser: every name in plain spelling, what is told once, the rules beside it."""

from data.queries.indicator_index import index, letters
from data.queries.indicators import catalogue
from data.store import Store
from data.text import TextIndex, skeleton, stem


def test_every_name_can_be_read_back_from_the_index(world: Store) -> None:
    with world.read() as conn:
        entries = catalogue(conn, world)
    made = index(entries, ["Экономика"] * len(entries))
    for entry, names in list(zip(entries, made["names"], strict=True))[::17]:
        assert " ".join(made["words"][place] for place in names[0]) == skeleton(entry.name_ru)
        assert " ".join(made["words"][place] for place in names[2]) == skeleton(entry.name_en)
    assert made["about"] == [[made["words"].index(skeleton("экономика"))]]
    assert set(made["of"]) == {0}
    assert made["stems"] == [stem(word) for word in made["words"]]


def test_the_rules_are_those_of_the_search_of_the_program() -> None:
    rules = letters()
    assert rules["latin"]["щ"] == "sh"
    assert rules["plain"]["қ"] == "к"
    assert ["zhumissiz", "безработица"] in rules["said"] or any(said == "безработица" for _, said in rules["said"])
    assert TextIndex(["Уровень безработицы"]).search("безработиза")
