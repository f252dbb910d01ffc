"""Base of all records: frozen, strict, with one clear sentence when a record is wrong."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from config.policy import Sensitivity

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Origin = Literal["open", "official", "model", "synthetic", "user"]
# A rule and the columns it reads: `year:event_date`, `percent:pupils,capacity` (rules: data/loading/derive.py).
Derivation = Annotated[str, StringConstraints(pattern=r"^[a-z_]+:[a-z][a-z0-9_]*(?:,[a-z][a-z0-9_]*)*$")]
GeometryKind = Literal["point", "line", "polygon"]


class RecordError(ValueError):
    """A record is wrong; the message names the record and the fault."""


class Record(BaseModel):
    """Base class of records: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Record):
    """The same words in the three languages of the interface."""

    kk: str = Field(min_length=1)
    ru: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, lang: str) -> str:
        """Words in one language."""
        return str(getattr(self, lang))


FieldType = Literal["text", "code", "int", "num", "date", "time", "bool"]
FilterKind = Literal["choice", "range"]


class FieldRecord(Record):
    """One attribute of a layer beside the common ones; its words stand in the locales under `field.<name>`."""

    name: Code
    type: FieldType
    unit: Code | None = None
    filter: FilterKind | None = None
    in_list: bool = True
    in_tile: bool = False
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    step: float | None = None


class StyleRecord(Record):
    """How a layer is drawn: symbol colour by name of the palette, classes by one field, zoom rules.

    `classes` maps values of `by` to palette colours; `widths` maps them to line width in pixels at zoom 14;
    `min_zoom` maps them to the first zoom at which they are drawn (and put in tiles).
    """

    color: str
    by: Code | None = None
    classes: dict[str, str] = {}
    widths: dict[str, float] = {}
    min_zoom: dict[str, int] = {}
    size_by: Code | None = None
    size_range: tuple[float, float] | None = None
    icon: str | None = None
    radius: float = 4.0
    width: float = 1.5
    fill_opacity: float = 0.0
    line_opacity: float = Field(default=1.0, gt=0, le=1)
    label: bool = False
    label_min_zoom: int = 12
    dash: tuple[float, ...] = ()


class LayerRecord(Record):
    """A map layer: geometry, fields, drawing, filters and rights; sources of the city say where its rows come from.

    `dense` is for points by the hundred thousand: from afar they are drawn as counted H3 cells, and filters and time
    are applied by the server instead of the browser. `timed` says that rows have a valid time worth showing.
    `derive` makes fields out of others where a file does not bring them (rules: `data/loading/derive.py`).
    """

    id: Code
    module: Code
    geometry: GeometryKind
    kinds: tuple[str, ...] = ()
    fields: tuple[FieldRecord, ...] = ()
    style: StyleRecord
    filters: tuple[Code, ...] = ()
    list_columns: tuple[Code, ...] = ()
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    topic: Code
    default_visible: bool = False
    base: bool = False
    order: int = 100
    search: bool = True
    dense: bool = False
    timed: bool = False
    derive: dict[str, Derivation] = {}

    @model_validator(mode="after")
    def _dense_points(self) -> Self:
        if self.dense and self.geometry != "point":
            raise ValueError(f"layer {self.id}: only points can be dense")
        return self

    def field(self, name: str) -> FieldRecord | None:
        """The record's own field of that name, if any."""
        return next((f for f in self.fields if f.name == name), None)


def explain(error: Any) -> str:
    """First fault of a pydantic error as `place: message`."""
    first = error.errors()[0]
    return f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}"
