"""The one policy: who may do what with which thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of people, from least to most entitled where the order matters."""

    VISITOR = "visitor"
    RESIDENT = "resident"
    MODERATOR = "moderator"
    DISTRICT_STAFF = "district_staff"
    ANALYST = "analyst"
    OFFICIAL = "official"
    ADMIN = "admin"


class Action(StrEnum):
    """What a person wants to do with a thing: also decide about what residents sent, answer it, add pictures."""

    VIEW = "view"
    EXPORT = "export"
    EDIT = "edit"
    MODERATE = "moderate"
    ANSWER = "answer"
    ENTER = "enter"
    REVIEW = "review"
    PICTURE = "picture"
    ADMINISTER = "administer"


class Sensitivity(StrEnum):
    """Who a thing is meant for: everybody, officials, or only the entitled."""

    PUBLIC = "public"
    OFFICIAL = "official"
    RESTRICTED = "restricted"


@dataclass(frozen=True)
class User:
    """A person at a door: account name (None for a visitor), role, district of its staff, body of an official."""

    name: str | None = None
    role: Role = Role.VISITOR
    district: str | None = None
    body: str | None = None


VISITOR = User()


@dataclass(frozen=True)
class Thing:
    """What is asked for: its kind (page, layer, field, object, indicator, account), sensitivity, district and body."""

    kind: str
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    district: str | None = None
    body: str | None = None


# Who may see what share of a district cameras watch; PUBLIC opens it to everybody. Single cameras stay restricted.
COVERAGE = Thing("coverage", Sensitivity.OFFICIAL)

_CLEARED: dict[Role, frozenset[Sensitivity]] = {
    Role.VISITOR: frozenset({Sensitivity.PUBLIC}),
    Role.RESIDENT: frozenset({Sensitivity.PUBLIC}),
    Role.MODERATOR: frozenset({Sensitivity.PUBLIC}),
    Role.DISTRICT_STAFF: frozenset(Sensitivity),
    Role.ANALYST: frozenset({Sensitivity.PUBLIC, Sensitivity.OFFICIAL}),
    Role.OFFICIAL: frozenset(Sensitivity),
    Role.ADMIN: frozenset(Sensitivity),
}
_EDITORS = frozenset({Role.OFFICIAL, Role.ADMIN})
_DOERS: dict[Action, frozenset[Role]] = {
    Action.EDIT: _EDITORS,
    Action.MODERATE: frozenset({Role.MODERATOR, *_EDITORS}),
    Action.ANSWER: _EDITORS,
    Action.ADMINISTER: frozenset({Role.ADMIN}),
}


def district_scope(user: User, thing: Thing) -> str | None:
    """District to which the user's view of the thing is limited, or None for the whole city.

    Staff of a district see what is public everywhere and what is sensitive in their own district only.
    A staff account without a district is limited to an empty district, hence sees nothing sensitive.
    """
    if user.role is Role.DISTRICT_STAFF and thing.sensitivity is not Sensitivity.PUBLIC:
        return user.district or ""
    return None


def may(user: User, action: Action, thing: Thing) -> bool:
    """Whether the user may do the action with the thing; everything not named is forbidden."""
    if thing.sensitivity not in _CLEARED[user.role]:
        return False
    scope = district_scope(user, thing)
    if scope is not None and (scope == "" or thing.district not in (None, scope)):
        return False
    if action in (Action.VIEW, Action.EXPORT):
        return True
    if action is Action.ANSWER and user.role is Role.DISTRICT_STAFF:
        return bool(user.district) and user.district == thing.district
    if action in (Action.ENTER, Action.REVIEW, Action.PICTURE):
        return user.role is Role.ADMIN or _answers_for(user, action, thing)
    return user.role in _DOERS[action]


def _answers_for(user: User, action: Action, thing: Thing) -> bool:
    """Whether the values of a thing are this person's to enter, or to review, or its pictures theirs to add.

    Values are entered by officials of its body and by staff of its district; they are reviewed by officials of the body
    and by officials of the city, who have none. Pictures come from all of these. That nobody reviews what they entered
    is held where it is decided.
    """
    if user.role is Role.OFFICIAL:
        own = user.body is not None and user.body == thing.body
        return own or (action is not Action.ENTER and user.body is None)
    if user.role is Role.DISTRICT_STAFF and action is not Action.REVIEW:
        return bool(user.district) and user.district == thing.district
    return False


def allowed(user: User, sensitivities: Iterable[Sensitivity] = Sensitivity) -> frozenset[Sensitivity]:
    """Sensitivities of rows the user may view, for a query's WHERE; districts are limited by `district_scope`."""
    return frozenset(s for s in sensitivities if may(user, Action.VIEW, Thing("object", s)))
