"""Where the names of areas stand on the map: the label points kept with their rows."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from config.policy import Sensitivity
from config.records import LayerRecord
from data.queries.kept import kept
from data.store import Store

LABEL_FIELDS = ("label_lon", "label_lat")
LANGS = ("ru", "kk", "en")


@dataclass(frozen=True)
class AreaLabel:
    """Name of an area in the languages there are, its place in degrees, and the code of its district."""

    lon: float
    lat: float
    names: dict[str, str]
    district: str = ""

    def name(self, lang: str) -> str:
        """The name in a language, else in another one."""
        return next((self.names[code] for code in (lang, *LANGS) if code in self.names), "")


def area_labels(conn: Connection, store: Store, layer: LayerRecord) -> tuple[AreaLabel, ...]:
    """Labels of the present rows of a public layer of areas; none when its record keeps no label points."""
    if layer.sensitivity is not Sensitivity.PUBLIC or not all(layer.field(name) for name in LABEL_FIELDS):
        return ()
    found: tuple[AreaLabel, ...] = kept(conn, store, layer.id, "labels", lambda: _labels(conn, store, layer))
    return found


def _labels(conn: Connection, store: Store, layer: LayerRecord) -> tuple[AreaLabel, ...]:
    table = store.tables[layer.id]
    place = [table.c[name] for name in LABEL_FIELDS]
    names = {code: table.c[f"name_{code}"] for code in LANGS}
    public = table.c.sensitivity == Sensitivity.PUBLIC.value
    rows = conn.execute(
        select(*place, table.c.district, *names.values())
        .where(table.c.known_to.is_(None), public, *(column.is_not(None) for column in place))
        .order_by(table.c.fid)
    )
    return tuple(
        AreaLabel(lon, lat, {code: text for code, text in zip(names, texts, strict=True) if text}, district or "")
        for lon, lat, district, *texts in rows
    )
