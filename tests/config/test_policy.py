"""The one policy, rule by rule."""

import pytest

from config.policy import VISITOR, Action, Role, Sensitivity, Thing, User, allowed, district_scope, may

SEES = {
    Role.VISITOR: {"public"},
    Role.RESIDENT: {"public"},
    Role.MODERATOR: {"public"},
    Role.ANALYST: {"public", "official"},
    Role.DISTRICT_STAFF: {"public", "official", "restricted"},
    Role.OFFICIAL: {"public", "official", "restricted"},
    Role.ADMIN: {"public", "official", "restricted"},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("sensitivity", list(Sensitivity))
def test_R007_view_follows_the_table_for_every_role(role: Role, sensitivity: Sensitivity) -> None:
    user = User("a", role, "medeu" if role is Role.DISTRICT_STAFF else None)
    assert may(user, Action.VIEW, Thing("layer", sensitivity)) == (sensitivity.value in SEES[role])
    assert may(user, Action.EXPORT, Thing("layer", sensitivity)) == (sensitivity.value in SEES[role])


def test_R026_a_visitor_sees_public_rows_only() -> None:
    assert allowed(VISITOR) == {Sensitivity.PUBLIC}


def test_R007_district_staff_see_sensitive_things_of_their_district_only() -> None:
    staff = User("s", Role.DISTRICT_STAFF, "medeu")
    assert may(staff, Action.VIEW, Thing("object", Sensitivity.RESTRICTED, "medeu"))
    assert not may(staff, Action.VIEW, Thing("object", Sensitivity.RESTRICTED, "almaly"))
    assert may(staff, Action.VIEW, Thing("object", Sensitivity.PUBLIC, "almaly"))
    assert district_scope(staff, Thing("layer", Sensitivity.RESTRICTED)) == "medeu"
    assert district_scope(staff, Thing("layer")) is None


def test_R007_staff_without_a_district_see_nothing_sensitive() -> None:
    lost = User("s", Role.DISTRICT_STAFF, None)
    assert not may(lost, Action.VIEW, Thing("layer", Sensitivity.OFFICIAL))
    assert may(lost, Action.VIEW, Thing("layer"))


@pytest.mark.parametrize("role", list(Role))
def test_editing_and_administration_are_for_the_few(role: Role) -> None:
    user = User("a", role, "medeu")
    assert may(user, Action.EDIT, Thing("object")) == (role in {Role.OFFICIAL, Role.ADMIN})
    assert may(user, Action.ADMINISTER, Thing("account")) == (role is Role.ADMIN)


@pytest.mark.parametrize("role", list(Role))
def test_R050_deciding_about_residents_words_and_answering_them_are_for_the_few(role: Role) -> None:
    user = User("a", role, "medeu")
    deciding = {Role.MODERATOR, Role.OFFICIAL, Role.ADMIN}
    assert may(user, Action.MODERATE, Thing("from_residents")) == (role in deciding)
    editing = {Role.OFFICIAL, Role.ADMIN}
    assert may(user, Action.ANSWER, Thing("from_residents", district="almaly")) == (role in editing)
    own = may(user, Action.ANSWER, Thing("from_residents", district="medeu"))
    assert own == (role in {*editing, Role.DISTRICT_STAFF})


def test_R050_staff_without_a_district_answer_nobody() -> None:
    assert not may(User("s", Role.DISTRICT_STAFF, None), Action.ANSWER, Thing("from_residents", district=""))
