"""Files of OpenStreetMap made from the real features of the shipped GeoJSON: .osm.pbf and answers of Overpass."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import osmium
import osmium.io
from osmium.osm.mutable import Node, Relation, Way

from config.settings import ROOT

SEED = ROOT / "data" / "seed" / "geo"
STAMP = "2026-06-12T03:00:00Z"
NODE_STAMP, WAY_STAMP = "2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z"
Tags = Mapping[str, str]
LonLat = tuple[float, float]
CENTRE = (76.95, 43.25)


def real_points(category: str, count: int) -> list[LonLat]:
    """Places of real objects of the city by their category, in the order of the shipped file."""
    found = json.loads((SEED / "almaty_osm_social_points.geojson").read_text("utf-8"))["features"]
    places = [tuple(f["geometry"]["coordinates"]) for f in found
              if f["properties"]["category"] == category and f["properties"]["in_city"]]  # fmt: skip
    return places[:count]


def square(place: LonLat, side: float = 0.0004) -> list[LonLat]:
    """A closed ring around a place."""
    lon, lat = place
    return [(lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side), (lon, lat)]


class Extract:
    """Objects by hand: `node`, `way`, `relation` give their number; `pbf` and `overpass` write them all."""

    def __init__(self, stamp: str = STAMP) -> None:
        """Start without objects; `stamp` is the time of the file."""
        self.stamp = stamp
        self.nodes: dict[int, tuple[LonLat, Tags]] = {}
        self.ways: dict[int, tuple[list[int], Tags]] = {}
        self.relations: dict[int, tuple[list[tuple[str, int, str]], Tags]] = {}
        self.next = 1_000

    def node(self, place: LonLat, tags: Tags | None = None, number: int | None = None) -> int:
        self.next += 1
        found = number or self.next
        self.nodes[found] = (place, tags or {})
        return found

    def way(self, places: Sequence[LonLat], tags: Tags | None = None, number: int | None = None) -> int:
        refs = [self.node(place) for place in (places[:-1] if places[0] == places[-1] else places)]
        refs += [refs[0]] if places[0] == places[-1] else []
        self.next += 1
        found = number or self.next
        self.ways[found] = (refs, tags or {})
        return found

    def relation(self, members: Iterable[tuple[str, int, str]], tags: Tags) -> int:
        self.next += 1
        self.relations[self.next] = (list(members), tags)
        return self.next

    def pbf(self, path: Path) -> Path:
        """All objects as a file of OpenStreetMap."""
        head = osmium.io.Header()
        if self.stamp:
            head.set("osmosis_replication_timestamp", self.stamp)
        with osmium.SimpleWriter(str(path), header=head, overwrite=True) as out:
            for number, (place, tags) in sorted(self.nodes.items()):
                out.add_node(Node(id=number, location=place, tags=dict(tags), version=1, timestamp=NODE_STAMP))
            for number, (refs, tags) in sorted(self.ways.items()):
                out.add_way(Way(id=number, nodes=refs, tags=dict(tags), version=1, timestamp=WAY_STAMP))
            for number, (members, tags) in sorted(self.relations.items()):
                out.add_relation(Relation(id=number, members=members, tags=dict(tags), version=1))
        return path

    def overpass(self, path: Path, out: str = "geom") -> Path:
        """All tagged objects as an answer of Overpass with `out geom`, `out center`, or ways beside their nodes."""
        elements = [self._node(number) for number, (_, tags) in self.nodes.items() if tags or out == "nodes"]
        elements += [self._way(number, out) for number, (_, tags) in self.ways.items() if tags]
        elements += [self._relation(number, out) for number in self.relations]
        head = {"version": 0.6, "osm3s": {"timestamp_osm_base": self.stamp}, "elements": elements}
        path.write_text(json.dumps(head, ensure_ascii=False), "utf-8")
        return path

    def _node(self, number: int) -> dict[str, Any]:
        (lon, lat), tags = self.nodes[number]
        return {"type": "node", "id": number, "lon": lon, "lat": lat, **({"tags": dict(tags)} if tags else {})}

    def _line(self, refs: list[int]) -> list[dict[str, float] | None]:
        found = [self.nodes.get(ref) for ref in refs]
        return [{"lon": node[0][0], "lat": node[0][1]} if node else None for node in found]

    def _way(self, number: int, out: str) -> dict[str, Any]:
        refs, tags = self.ways[number]
        way: dict[str, Any] = {"type": "way", "id": number, "nodes": refs, "tags": dict(tags)}
        line = self._line(refs)
        if out == "geom":
            way["geometry"] = line
        elif out == "center":
            lons, lats = zip(*((at["lon"], at["lat"]) for at in line if at), strict=True)
            way |= {"center": {"lon": (min(lons) + max(lons)) / 2, "lat": (min(lats) + max(lats)) / 2}}
            del way["nodes"]
        return way

    def _relation(self, number: int, out: str) -> dict[str, Any]:
        members, tags = self.relations[number]
        listed = []
        for _kind, ref, role in members:
            member: dict[str, Any] = {"type": "way", "ref": ref, "role": role}
            if ref in self.ways and out == "geom":
                member["geometry"] = self._line(self.ways[ref][0])
            listed.append(member)
        found: dict[str, Any] = {"type": "relation", "id": number, "tags": dict(tags), "members": listed}
        if out == "center":
            found["center"] = {"lon": CENTRE[0], "lat": CENTRE[1]}
        return found


def little_city() -> Extract:
    """Real schools and parks of the city under made-up numbers, and one object of each other kind beside them."""
    made = Extract()
    for number, place in enumerate(real_points("school", 5), start=1):
        made.node(place, {"amenity": "school", "name": f"Школа {number}", "name:kk": f"{number} мектеп"}, 100 + number)
    made.way(square(real_points("kindergarten", 1)[0]), {"amenity": "kindergarten", "building": "kindergarten"}, 201)
    park = real_points("park", 1)[0]
    outer = made.way(square(park, 0.004))
    inner = made.way(square((park[0] + 0.001, park[1] + 0.001), 0.001))
    made.relation([("w", outer, "outer"), ("w", inner, "inner")],
                  {"type": "multipolygon", "leisure": "park", "name": "Парк", "name:en": "Park"})  # fmt: skip
    lon, lat = CENTRE
    yard = made.way(square((lon, lat), 0.001))
    hole = made.way(square((lon + 0.0003, lat + 0.0003), 0.0003))
    made.relation([("w", yard, "outer"), ("w", hole, "inner")],
                  {"type": "multipolygon", "building": "apartments", "building:levels": "9",
                   "start_date": "1975-05"})  # fmt: skip
    made.way(square((lon + 0.01, lat)), {"building": "yes", "building:levels": "two", "addr:street": "улица Абая",
                                         "addr:housenumber": "5/1"})  # fmt: skip
    for at, tags in enumerate((
        {"amenity": "hospital", "wheelchair": "limited"}, {"amenity": "clinic", "name": "Емхана"},
        {"amenity": "pharmacy", "wheelchair": "designated", "opening_hours": "24/7"}, {"amenity": "library"},
        {"amenity": "toilets", "fee": "yes", "wheelchair": "no"}, {"leisure": "playground"},
        {"highway": "crossing", "crossing": "traffic_signals", "tactile_paving": "yes"}, {"highway": "street_lamp"},
        {"highway": "bus_stop", "name": "Остановка"},
    )):  # fmt: skip
        made.node((lon + 0.001 * at, lat + 0.002), tags)
    made.way([(lon, lat), (lon, lat + 0.02)], {"waterway": "river", "name": "Весновка"})
    made.way([(lon, lat), (lon + 0.01, lat)], {"highway": "cycleway", "surface": "asphalt"})
    made.way([(lon, lat), (lon + 0.02, lat)], {
        "highway": "primary", "name:ru": "проспект Абая", "name:kk": "Абай даңғылы", "oneway": "-1", "lanes": "3",
        "surface": "concrete:plates", "maxspeed": "60", "bridge": "viaduct", "layer": "1"}, 4_000_000_001)  # fmt: skip
    return made
