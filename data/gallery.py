"""Stories of finished works that officials picked for the gallery: the last decision about a work counts."""

from sqlalchemy import Connection, func, select

from config.policy import Action, Thing, User, may
from data import schema
from data.moderation import note
from data.store import Store

TABLE = schema.moderation_log
LAYER = "budget_works"
PICKED, UNPICKED = "picked", "unpicked"


def may_pick(user: User) -> bool:
    """Whether the person chooses stories for the gallery."""
    return user.name is not None and may(user, Action.EDIT, Thing("story"))


def picked(conn: Connection) -> frozenset[str]:
    """Permanent ids of the works in the gallery."""
    acts = TABLE.c.act.in_((PICKED, UNPICKED))
    last = select(func.max(TABLE.c.id)).where(acts).group_by(TABLE.c.object_ref)
    query = select(TABLE.c.object_ref).where(TABLE.c.id.in_(last), TABLE.c.act == PICKED)
    return frozenset(conn.execute(query).scalars())


def pick(store: Store, user: User, object_id: str, *, show: bool) -> bool:
    """Put the story of a finished work into the gallery or take it out; False for what is no such work or person."""
    if not may_pick(user) or LAYER not in store.tables or "\0" in object_id:
        return False
    table, ref = store.tables[LAYER], f"{LAYER}.{object_id}"
    with store.write() as conn:
        present = table.c.object_id == object_id, table.c.known_to.is_(None), table.c.fact_end.is_not(None)
        if conn.execute(select(table.c.fid).where(*present).limit(1)).first() is None:
            return False
        if (ref in picked(conn)) is not show:
            note(conn, user, PICKED if show else UNPICKED, ref)
    return True
