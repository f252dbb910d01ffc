"""Pictures before and after works from officials, and pictures that came with what residents sent."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from config.limits import PICTURES_OF_OBJECT, PICTURES_OF_PAGE, PICTURES_WAITING
from config.policy import VISITOR, Action, Sensitivity, Thing, User, may
from data import schema
from data.moderation import may_decide, note
from data.picture_bytes import Made, remake
from data.queries.objects import CityObject, get_object
from data.store import Store, utc_now
from data.views import KeepError

TABLE = schema.picture
LAYERS = ("works", "yards", "dumps", "budget_works")
BEFORE, AFTER, REPORT = "before", "after", "report"
WHICH = (BEFORE, AFTER)
WAITING, SHOWN, REFUSED = "waiting", "shown", "refused"
OFFICIAL, USER = "official", "user"
FIRST_DAY = date(1990, 1, 1)
FAULTS = ("picture_empty", "picture_heavy", "picture_kind", "picture_large", "picture_broken", "picture_which",
          "picture_day", "picture_full")  # fmt: skip
# Bytes are asked for by one door alone: a list of pictures never reads them.
COLUMNS = tuple(column for column in TABLE.c if column.name not in ("small", "image", "decided_by", "decided_at"))


@dataclass(frozen=True)
class Picture:
    """A picture without its bytes: of which object, before or after or of a report, its day, its size in pixels."""

    id: str
    object_ref: str
    about: str
    which: str
    taken_on: date | None
    width: int
    height: int
    origin: str
    state: str
    at: datetime

    @property
    def day(self) -> date:
        """The day it was taken; of what residents sent, the day it came."""
        return self.taken_on or self.at.date()


@dataclass(frozen=True)
class Wish:
    """What a form of officials sent, nothing judged yet."""

    which: str
    day: str
    body: bytes


def of_mark(number: str) -> str:
    """What the picture of a mark is about."""
    return f"mark:{number}"


def of_report(number: str) -> str:
    """What the picture of a report of a barrier is about."""
    return f"report:{number}"


def _picture(row: Row[Any]) -> Picture:
    return Picture(row.id, row.object_ref, row.about, row.which, row.taken_on, row.width, row.height, row.origin,
                   row.state, row.at)  # fmt: skip


def may_add(user: User, found: CityObject) -> bool:
    """Whether the person adds pictures of the object and takes them back: a present row of a layer that has them."""
    if user.name is None or found.layer.id not in LAYERS or found.known_to is not None:
        return False
    row = found.row
    return may(user, Action.PICTURE, Thing("picture", Sensitivity(row["sensitivity"]), row["district"], row["body"]))


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise KeepError("picture_day") from None
    if not FIRST_DAY <= found <= today:
        raise KeepError("picture_day")
    return found


def add(store: Store, user: User, found: CityObject, wish: Wish, today: date) -> str | None:
    """Show a picture of an object; its number, or None when it is not this person's to add.

    Raises KeepError `picture_which`, `picture_day` (none, to come, before 1990), what `remake` says, `picture_full`.
    """
    if not may_add(user, found):
        return None
    if wish.which not in WHICH:
        raise KeepError("picture_which")
    day, made = _day(wish.day, today), remake(wish.body)
    with store.write() as conn:
        there = TABLE.c.object_ref == found.public_id, TABLE.c.state == SHOWN, TABLE.c.origin == OFFICIAL
        if conn.execute(select(func.count()).select_from(TABLE).where(*there)).scalar_one() >= PICTURES_OF_OBJECT:
            raise KeepError("picture_full")
        number = _keep(conn, made, object_ref=found.public_id, layer=found.layer.id, which=wish.which, taken_on=day,
                       origin=OFFICIAL, state=SHOWN, by_user=user.name or "")  # fmt: skip
        note(conn, user, "picture_added", found.public_id, day=day)
    return number


def attach(conn: Connection, made: Made, about: str, object_ref: str) -> None:
    """Keep the picture of what a resident sends, unseen until somebody decides. Raises KeepError `too_many`."""
    waits = select(func.count()).select_from(TABLE).where(TABLE.c.state == WAITING)
    if conn.execute(waits).scalar_one() >= PICTURES_WAITING:
        raise KeepError("too_many")
    _keep(conn, made, object_ref=object_ref, layer=object_ref.partition(".")[0], about=about, which=REPORT, origin=USER,
          state=WAITING)  # fmt: skip


def _keep(conn: Connection, made: Made, **values: Any) -> str:
    number = secrets.token_hex(12)
    conn.execute(TABLE.insert().values(id=number, at=utc_now(), image=made.image, small=made.small, width=made.width,
                                       height=made.height, **values))  # fmt: skip
    return number


def settle(conn: Connection, user: User, about: str, *, show: bool, object_ref: str | None = None) -> None:
    """Show the picture of what was decided, if it has one, or refuse it; `object_ref` is what it then belongs to."""
    row = conn.execute(select(*COLUMNS).where(TABLE.c.about == about, TABLE.c.state == WAITING)).first()
    if row is None:
        return
    ref = row.object_ref if object_ref is None else object_ref
    if not show:
        _gone(conn, user, row.id)
        note(conn, user, "picture_refused", ref)
        return
    shown = {"state": SHOWN, "object_ref": ref, "layer": ref.partition(".")[0], "decided_by": user.name or ""}
    conn.execute(update(TABLE).where(TABLE.c.id == row.id).values(**shown, decided_at=utc_now()))


def _gone(conn: Connection, user: User, number: str) -> None:
    """Nothing of the picture itself stays in the store; that there was one does."""
    done = {"state": REFUSED, "image": None, "small": None, "decided_by": user.name or "", "decided_at": utc_now()}
    conn.execute(update(TABLE).where(TABLE.c.id == number).values(**done))


def take_back(store: Store, user: User, number: str) -> Picture | None:
    """Take a shown picture away for good; None when there is none that is this person's to take.

    Pictures of officials are theirs who may add them, those of residents theirs who decide about them.
    """
    with store.write() as conn:
        row = conn.execute(select(*COLUMNS).where(TABLE.c.id == number, TABLE.c.state == SHOWN)).first()
        found = get_object(conn, store, row.object_ref, user) if row is not None else None
        if row is None or found is None:
            return None
        if not (may_decide(user) if row.origin == USER else may_add(user, found)):
            return None
        _gone(conn, user, number)
        note(conn, user, "picture_removed", row.object_ref, day=row.taken_on)
    return _picture(row)


def of_objects(conn: Connection, refs: Collection[str]) -> dict[str, list[Picture]]:
    """Shown pictures of objects by their permanent ids: before, after, then of residents, each the oldest first."""
    shown = TABLE.c.object_ref.in_(refs), TABLE.c.state == SHOWN
    return _sorted(_picture(row) for row in conn.execute(select(*COLUMNS).where(*shown)))


def shown_of(conn: Connection, layer: str) -> dict[str, list[Picture]]:
    """All shown pictures of a layer by the permanent ids of its objects, ordered as those of `of_objects`."""
    shown = TABLE.c.layer == layer, TABLE.c.state == SHOWN
    return _sorted(_picture(row) for row in conn.execute(select(*COLUMNS).where(*shown)))


def address(one: Picture) -> str:
    """Address of a picture within the program."""
    return f"/picture/{one.id}"


def of_layer(conn: Connection, layer: str) -> dict[str, list[Picture]]:
    """The latest pictures of officials that a layer shows, by the permanent ids of its objects."""
    shown = TABLE.c.layer == layer, TABLE.c.state == SHOWN, TABLE.c.origin == OFFICIAL
    query = select(*COLUMNS).where(*shown).order_by(TABLE.c.taken_on.desc(), TABLE.c.id).limit(PICTURES_OF_PAGE)
    return _sorted(_picture(row) for row in conn.execute(query))


def _sorted(found: Iterable[Picture]) -> dict[str, list[Picture]]:
    order = (BEFORE, AFTER, REPORT)
    sets: dict[str, list[Picture]] = {}
    for one in sorted(found, key=lambda one: (order.index(one.which), one.day, one.at, one.id)):
        sets.setdefault(one.object_ref, []).append(one)
    return sets


def of_sent(conn: Connection, abouts: Collection[str], state: str = SHOWN) -> dict[str, Picture]:
    """Pictures that came with marks or reports, by what they are about."""
    query = select(*COLUMNS).where(TABLE.c.about.in_(abouts), TABLE.c.state == state)
    return {row.about: _picture(row) for row in conn.execute(query)}


def opened(conn: Connection, store: Store, number: str, user: User) -> tuple[Picture, bool] | None:
    """A picture that the person may see, and whether everybody may; None for none such, whatever the reason."""
    row = conn.execute(select(*COLUMNS).where(TABLE.c.id == number, TABLE.c.state != REFUSED)).first()
    if row is None or (row.state == WAITING and not may_decide(user)):
        return None
    if not row.object_ref:
        return _picture(row), False
    if not _seen(conn, store, row.object_ref, user):
        return None
    return _picture(row), row.state == SHOWN and _seen(conn, store, row.object_ref, VISITOR)


def _seen(conn: Connection, store: Store, object_ref: str, user: User) -> bool:
    found = get_object(conn, store, object_ref, user)
    return found is not None and found.public_id == object_ref and is_last(conn, store, found)


def is_last(conn: Connection, store: Store, found: CityObject) -> bool:
    """Whether no newer version of the object is hidden from who found it: the last one's sensitivity counts."""
    table = store.tables[found.layer.id]
    versions = select(table.c.fid).where(table.c.object_id == found.row["object_id"])
    order = (table.c.known_to.desc().nulls_first(), table.c.known_from.desc(), table.c.fid.desc())
    return conn.execute(versions.order_by(*order).limit(1)).scalar() == found.fid


def bytes_of(conn: Connection, number: str, *, small: bool) -> bytes | None:
    """The file of a picture (JPEG), large or small."""
    column = TABLE.c.small if small else TABLE.c.image
    found = conn.execute(select(column).where(TABLE.c.id == number)).scalar()
    return None if found is None else bytes(found)
