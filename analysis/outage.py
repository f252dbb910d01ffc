"""What loses service when a valve or a section of a network is closed: metres, buildings, people by district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.topology import Flags, Floats, Ints, Topology, served


@dataclass(frozen=True)
class Scheme:
    """Sections of one network with their topology.

    `ids`, `districts` and `operators` name each section; `length` is in metres; `people` and `buildings` are those
    connected to it, NaN where nobody knows; `fed` says which sections reach a source when nothing is closed.
    """

    kind: str
    ids: Sequence[str]
    districts: Sequence[str]
    operators: Sequence[str | None]
    length: Floats
    people: Floats
    buildings: Floats
    lines: NDArray[np.object_]
    net: Topology
    fed: Flags


@dataclass(frozen=True)
class Part:
    """What is lost in one place: number of sections, metres, buildings and people (None where nobody knows)."""

    sections: int
    length_m: float
    buildings: int | None
    people: int | None


@dataclass(frozen=True)
class Loss:
    """Sections that lose service by their position in the scheme, the sum of all and of each district."""

    sections: Ints
    whole: Part
    by_district: Mapping[str, Part]


def loss(scheme: Scheme, sections: Sequence[int] = (), joints: Sequence[int] = ()) -> Loss:
    """What has service now and has none once some sections and joints (by position) are closed.

    Sections that no source reaches in the first place are not lost. Raises IndexError for a position out of range.
    """
    net = scheme.net
    bad = [*(i for i in sections if not 0 <= i < net.size), *(i for i in joints if not 0 <= i < net.joints)]
    if bad:
        raise IndexError(bad[0])
    lost = np.flatnonzero(scheme.fed & ~served(net, sections, joints))
    districts = np.array([scheme.districts[i] for i in lost.tolist()], dtype=object)
    names = sorted(set(districts.tolist()))
    return Loss(lost, part(scheme, lost), {name: part(scheme, lost[districts == name]) for name in names})


def part(scheme: Scheme, sections: Ints) -> Part:
    """Sums over some sections."""
    length = float(scheme.length[sections].sum())
    return Part(len(sections), length, total(scheme.buildings[sections]), total(scheme.people[sections]))


def total(values: Floats) -> int | None:
    """Sum of what is known; None when nothing is."""
    known = values[~np.isnan(values)]
    return int(known.sum()) if len(known) else None


def joints_at(scheme: Scheme, lon: float, lat: float, reach_deg: float = 0.0003) -> list[int]:
    """Joints that are closed at a place: the nearest one, and others so near where the same sections meet.

    Two lines in one street meet at two joints and are closed together. Empty when there is no joint so near.
    """
    net = scheme.net
    away = np.hypot(*(net.places - np.array([lon, lat])).T)
    near = np.flatnonzero(away <= reach_deg)
    if not len(near):
        return []
    first = int(near[away[near].argmin()])
    here = net.section[net.joint == first]
    shared = np.bincount(net.joint[np.isin(net.section, here)], minlength=net.joints)
    return sorted({first, *near[shared[near] > 1].tolist()})
