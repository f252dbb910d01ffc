"""The register of education asked for by each reader, the same on both engines."""

from collections import Counter

import pytest

from config.policy import VISITOR, Role, User
from data.queries import education
from data.store import Store


def test_R072_rows_become_records_with_what_is_known(almaty: Store) -> None:
    with almaty.read() as conn:
        orgs = education.organizations(conn, almaty, VISITOR)
        again = education.organizations(conn, almaty, VISITOR)
        sites = education.sites(conn, almaty, VISITOR)
        visits = education.visits(conn, almaty, VISITOR)
        meals = education.meal_events(conn, almaty, VISITOR)
    assert Counter(org.kind for org in orgs) == {
        "kindergarten": 866, "school": 301, "sport_school": 15, "pupils_house": 7,
    }  # fmt: skip
    assert again == orgs
    assert sum(org.over for org in orgs) == 19_600
    assert all(76 < org.lon < 78 and 43 < org.lat < 44 for org in orgs)
    assert all(org.over == 0 for org in orgs if org.capacity is None)
    assert len(sites) == 81
    days = [row["valid_from"] for row in visits]
    assert days == sorted(days, reverse=True)
    known = {org.id for org in orgs}
    assert {event.org for event in meals} <= known


@pytest.mark.parametrize(("user", "seen"), [(VISITOR, set()), (User("o", Role.OFFICIAL), {"all"}),
                                            (User("s", Role.DISTRICT_STAFF, "medeu"), {"medeu"})])  # fmt: skip
def test_R026_safety_of_single_schools_is_for_the_entitled(almaty: Store, user: User, seen: set[str]) -> None:
    with almaty.read() as conn:
        orgs = education.organizations(conn, almaty, user)
    assert education.sees_safety(almaty, user) == bool(seen)
    where = {org.district for org in orgs if org.row.get("alarm_button") is not None}
    assert where == ({district.id for district in almaty.city.districts} if seen == {"all"} else seen)


def test_R073_births_are_read_by_year_and_territory(almaty: Store) -> None:
    with almaty.read() as conn:
        city = education.yearly(conn, VISITOR, "births-demo", "almaty")
        parts = [education.yearly(conn, VISITOR, "births-demo", d.id) for d in almaty.city.districts]
        assert education.yearly(conn, VISITOR, "births", "almaty") == {}
    assert min(city) == 2010
    assert max(city) == 2025
    assert city[2020] == sum(part[2020] for part in parts)
