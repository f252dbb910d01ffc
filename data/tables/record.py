"""A mapping as the screen makes it, turned into the record of a source and back: one form for screen and settings."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from config.city import City, DateOrder, Decimal, LoadRecord, Source
from config.limits import IMPORT_BAD_SHARE
from config.records import Code, LayerRecord, Record, Words
from data.loading.placing import ADDRESS, NOTE

NAME_CHARS = 120
DEFAULTS = {"kind": "other", "state": "existing"}


class FieldWish(Record):
    """Where a field's values come from: a column with its way of writing, or one value for all rows."""

    column: str = ""
    constant: str = Field(default="", max_length=200)
    dates: DateOrder | None = None
    decimals: Decimal | None = None
    factor: float = Field(default=1.0, gt=0, le=1e12)
    codes: dict[str, str] = {}


class Wish(Record):
    """A whole mapping: what the table is, where it starts, fields, place, ids, and how it is loaded."""

    layer: Code
    name: str = Field(default="", max_length=NAME_CHARS)
    body: Code
    data_date: date | None = None
    sheet: str = Field(default="", max_length=200)
    header_row: int = Field(default=1, ge=1, le=1000)
    fields: dict[Code, FieldWish] = {}
    place: Literal["address", "coordinates"] = "address"
    address: tuple[str, ...] = Field(default=(), max_length=6)
    district: str = ""
    lon: str = ""
    lat: str = ""
    key: tuple[str, ...] = Field(default=(), max_length=6)
    whole: bool = True
    take_good: bool = False


class WishError(ValueError):
    """A mapping that cannot work; `part` says which part of it."""

    def __init__(self, part: str) -> None:
        """Remember the part."""
        super().__init__(part)
        self.part = part


def record_of(wish: Wish, city: City, layer: LayerRecord, source_id: str, known: Iterable[str]) -> Source:
    """The record of a source for a mapping that may fill the fields `known`. Raises WishError with the wrong part."""
    fields = {name: field for name, field in wish.fields.items() if field.column or field.constant}
    if set(fields) - set(known):
        raise WishError("fields")
    body = next((each for each in city.bodies if each.id == wish.body), None)
    if body is None:
        raise WishError("body")
    by_address = wish.place == "address"
    if not (wish.address if by_address else wish.lon and wish.lat):
        raise WishError("place")
    columns = {name: field.column for name, field in fields.items() if field.column}
    values = {name: field.constant for name, field in fields.items() if field.constant and not field.column}
    if not {"kind", "state"} <= set(columns) | set(values):
        raise WishError("required")
    if by_address:
        columns = {"address": ADDRESS, **columns, "doubt": NOTE}
    load = LoadRecord(
        layer=layer.id, key=wish.key, columns=columns, values=values, whole=wish.whole,
        mapping={name: field.codes for name, field in fields.items() if field.codes and field.column},
        dates={name: field.dates for name, field in fields.items() if field.dates and field.column},
        decimals={name: field.decimals for name, field in fields.items() if field.decimals and field.column},
        factors={name: field.factor for name, field in fields.items() if field.factor != 1 and field.column},
    )  # fmt: skip
    said = wish.name.strip() or source_id
    return Source(
        id=source_id, names=Words(kk=said, ru=said, en=said), body=body.id, licence="public document",
        attribution=body.names.ru, origin="official", rhythm="month", data_date=wish.data_date, reader="table",
        coordinates=None if by_address else (wish.lon, wish.lat), loads=(load,), sheet=wish.sheet,
        header_row=wish.header_row, place=wish.address if by_address else (),
        place_district=wish.district if by_address else "", bad_share=1.0 if wish.take_good else IMPORT_BAD_SHARE,
    )  # fmt: skip


def wish_of(source: Source) -> Wish:
    """The mapping that a record was made from."""
    load = source.loads[0]
    columns = {name: column for name, column in load.columns.items() if column not in (ADDRESS, NOTE)}
    fields = {name: FieldWish(constant=value) for name, value in load.values.items()}
    for name, column in columns.items():
        fields[name] = FieldWish(
            column=column, dates=load.dates.get(name), decimals=load.decimals.get(name),
            factor=load.factors.get(name, 1.0), codes=load.mapping.get(name, {}),
        )  # fmt: skip
    lon, lat = source.coordinates or ("", "")
    return Wish(
        layer=load.layer, name=source.names.ru, body=source.body, data_date=source.data_date, sheet=source.sheet,
        header_row=max(1, source.header_row), fields=fields, place="coordinates" if source.coordinates else "address",
        address=source.place, district=source.place_district, lon=lon, lat=lat, key=load.key, whole=load.whole,
        take_good=source.bad_share == 1.0,
    )  # fmt: skip
