"""Files that mean harm: a million rows of it are refused in one sentence, in little memory, and the store stays."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import i18n
from config.limits import REFUSED_KEPT
from data.loading.pipeline import import_source
from data.loading.report import say
from tests.city_world import content, copied, opened, prepared, stop, stops_city, write_csv
from tests.robust.acting import acting, deed

ROWS = 1_000_000
MEMORY_MB = 700
HEAD = b"id,name,since,lon,lat\n"
BAD = (
    b'=cmd|"/c calc"!A1,@SUM(A1:A9),31.02.2020,1e308,-1e308\n',
    b"\x00,\x00\x00,0000-00-00,NaN,Infinity\n",
    b"'; DROP TABLE bus_stops; --,<script>alert(1)</script>,yesterday,76.9,999\n",
    b"x,\xd0\xb0\xd0\xb1" + b"\xd0\xb0" * 40 + b",2020-13-45,,\n",
    b",,,,,,,,,,,,,,,\n",
)


def many_bad_rows(path: Path) -> None:
    """A million rows, none of which can be taken."""
    block = HEAD + b"".join(BAD) * (ROWS // len(BAD))
    path.write_bytes(block)


def one_open_quote(path: Path) -> None:
    """A quote in the first row that never ends."""
    path.write_bytes(HEAD + b'a,"' + b"b,2020-01-01,76.9,43.2\n" * ROWS)


def no_line_end(path: Path) -> None:
    """One line of hundred megabytes."""
    path.write_bytes(HEAD + b"\xd0\xb0,b,c" * 12_000_000)


def ten_thousand_columns(path: Path) -> None:
    """Far more columns than anyone has."""
    names = b",".join(b"c%d" % no for no in range(10_000))
    path.write_bytes(HEAD.strip() + b"," + names + b"\n" + (b"," * 10_004 + b"\n") * 40)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[str]:
    """A store with some stops."""
    with copied(prepared("gpkg", ""), tmp_path) as url:
        with opened(url, stops_city()) as store:
            import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(no) for no in range(1, 50)]))
        yield url


@pytest.mark.parametrize("write", [many_bad_rows, one_open_quote, no_line_end, ten_thousand_columns])
def test_a_hostile_table_is_refused_in_little_memory(city: str, tmp_path: Path, write: Callable[[Path], None]) -> None:
    path = tmp_path / "hostile.csv"
    write(path)
    with opened(city, stops_city()) as store:
        before = content(store)
        with acting(deed("load", city, str(path))) as actor:
            report = actor.rest()[-1]
        assert report["status"] == "refused"
        assert all("{" not in say(lang, report["message"]) for lang in i18n.LANGS)
        assert report["kept"] <= REFUSED_KEPT
        assert report["memory_mb"] < MEMORY_MB
        assert content(store) == before
