"""The page of infrastructure over a store without rows, and over one without demonstration data."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from components.context import Context
from config.city import load_city
from data.store import Store
from layers import layers_of
from pages.infrastructure import SCREEN


@pytest.fixture(params=[True, False])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store without a row, with and without the layers that only the generator fills."""
    city = load_city("almaty")
    store = Store.open(f"sqlite:///{tmp_path / 'bare.gpkg'}", city, layers_of(city, demo=request.param))
    yield store
    store.close()


def test_without_rows_every_answer_says_that_nothing_is_known(bare: Store) -> None:
    ctx = Context(bare, lang="en", path="/infrastructure")
    ask = SCREEN.ask(ctx)
    found = SCREEN.answers(ctx, ask)
    assert [answer.tone for answer in found] == ["unknown"] * 3
    assert SCREEN.figures(ctx, ask)[0].value == "0"
    assert [part.key for part in SCREEN.parts if part.draw(ctx, ask) is not None] == []
