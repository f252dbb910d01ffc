"""Kazakh names of indicators whose documents print Russian ones only: translations of the curator of the data."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import Connection, bindparam, select

from data import schema


@lru_cache(maxsize=1)
def kazakh_names() -> Mapping[str, str]:
    """Translated names by code of the indicator."""
    names: dict[str, str] = tomllib.loads((Path(__file__).parent / "names_kk.toml").read_text("utf-8"))["names"]
    return MappingProxyType(names)


def renew_names(conn: Connection) -> int:
    """Bring changed translations into the passports that are there, once for each change; how many names it gave.

    Only a missing name and the translation given before give way: any other name was written by somebody else.
    """
    table, given = schema.indicator, schema.indicator_translation
    before = {row.code: row.name_kk for row in conn.execute(select(given))}
    now = kazakh_names()
    if before == now:
        return 0
    moved = [code for code, name in now.items() if before.get(code) != name]
    found = conn.execute(select(table.c.code, table.c.name_kk).where(table.c.code.in_(moved))).all()
    ours = [code for code, name in found if name in (None, "", before.get(code)) and name != now[code]]
    if ours:
        renamed = table.update().where(table.c.code == bindparam("the_code")).values(name_kk=bindparam("new_name"))
        conn.execute(renamed, [{"the_code": code, "new_name": now[code]} for code in ours])
    conn.execute(given.delete())
    conn.execute(given.insert(), [{"code": code, "name_kk": name} for code, name in now.items()])
    return len(ours)
