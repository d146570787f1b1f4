"""Make the coast of the map from OpenStreetMap land polygons.

Origin: the npm package ``@geo-maps/earth-lands-100m`` (version 0.6.0), land
polygons of OpenStreetMap as of 2017, as GeoJSON. Any GeoJSON file with
polygons of land in WGS 84 will do; give its path::

    python tools/make_coast.py earth-lands-100m.geo.json

The polygons are projected (Lambert azimuthal equal-area on the sphere), cut
to a frame, simplified (Visvalingam and Whyatt 1993: the point whose triangle
with its neighbours is smallest goes first), rounded to whole units and
written as one SVG path with relative whole numbers. Small islands go. The
result stays under the Open Database Licence 1.0.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
from pathlib import Path

LAT_0, LON_0 = 64.3, 19.5
RADIUS_KM = 6371.0088
UNIT_KM = 0.5
WEST, EAST, SOUTH, NORTH = -560.0, 500.0, -530.0, 560.0
"""Frame in km from the centre; a little wider than any map that is drawn."""

Point = tuple[float, float]


def project(lon: float, lat: float) -> Point:
    """Return kilometres east and north of the centre (Snyder 1987, eq. 24-2 to 24-4)."""
    phi, phi_0, d = math.radians(lat), math.radians(LAT_0), math.radians(lon - LON_0)
    k = math.sqrt(
        2 / (1 + math.sin(phi_0) * math.sin(phi) + math.cos(phi_0) * math.cos(phi) * math.cos(d))
    )
    x = RADIUS_KM * k * math.cos(phi) * math.sin(d)
    y = (
        RADIUS_KM
        * k
        * (math.cos(phi_0) * math.sin(phi) - math.sin(phi_0) * math.cos(phi) * math.cos(d))
    )
    return x, y


def clip(ring: list[Point]) -> list[Point]:
    """Cut a ring to the frame (Sutherland and Hodgman 1974)."""
    for axis, limit, keep_above in (
        (0, WEST, True),
        (0, EAST, False),
        (1, SOUTH, True),
        (1, NORTH, False),
    ):
        kept: list[Point] = []
        for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            inside = (point[axis] >= limit) == keep_above or point[axis] == limit
            was_inside = (before[axis] >= limit) == keep_above or before[axis] == limit
            if inside != was_inside:
                t = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append(
                    (before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1]))
                )
            if inside:
                kept.append(point)
        ring = kept
        if not ring:
            break
    return ring


def area(ring: list[Point]) -> float:
    """Return the area of a ring, km²."""
    return 0.5 * abs(
        sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True))
    )


def _triangle(a: Point, b: Point, c: Point) -> float:
    return 0.5 * abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]))


def simplify(ring: list[Point], tolerance_km2: float) -> list[Point]:
    """Drop points until every triangle of neighbours is larger than the tolerance."""
    n = len(ring)
    before = [i - 1 for i in range(n)]
    after = [(i + 1) % n for i in range(n)]
    before[0] = n - 1
    alive = [True] * n
    size = [_triangle(ring[before[i]], ring[i], ring[after[i]]) for i in range(n)]
    heap = [(size[i], i) for i in range(n)]
    heapq.heapify(heap)
    left = n
    while heap and left > 3:
        value, i = heapq.heappop(heap)
        if not alive[i] or value != size[i]:
            continue
        if value > tolerance_km2:
            break
        alive[i] = False
        left -= 1
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            size[j] = max(value, _triangle(ring[before[j]], ring[j], ring[after[j]]))
            heapq.heappush(heap, (size[j], j))
    return [point for point, keep in zip(ring, alive, strict=True) if keep]


def holds(ring: list[Point], point: Point) -> bool:
    """Tell whether a ring surrounds a point (even-odd rule)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside


def path(rings: list[list[Point]]) -> str:
    """Return rings as SVG path data in whole units, y downwards, relative after each start."""
    parts: list[str] = []
    here = (0, 0)
    for ring in rings:
        whole = [(round((x - WEST) / UNIT_KM), round((NORTH - y) / UNIT_KM)) for x, y in ring]
        steps: list[tuple[int, int]] = []
        last = whole[0]
        for point in whole[1:]:
            if point != last:
                steps.append((point[0] - last[0], point[1] - last[1]))
                last = point
        if len(steps) < 3:
            continue
        numbers = (
            "".join(f"{dx:+d}{dy:+d}" for dx, dy in steps).replace("+", " ").replace(" -", "-")
        )
        start = f"{whole[0][0] - here[0]:+d}{whole[0][1] - here[1]:+d}".replace("+", " ").strip()
        parts.append(f"m{start}l{numbers.strip()}z")
        here = whole[0]
    return "".join(parts)


def rings_of(geojson: dict[str, object]) -> list[list[Point]]:
    """Return the outer rings of every polygon in a GeoJSON object, as lon, lat."""
    kind = geojson["type"]
    if kind == "FeatureCollection":
        return [ring for item in geojson["features"] for ring in rings_of(item["geometry"])]  # type: ignore[attr-defined]
    if kind == "Feature":
        return rings_of(geojson["geometry"])  # type: ignore[arg-type]
    if kind == "GeometryCollection":
        return [ring for item in geojson["geometries"] for ring in rings_of(item)]  # type: ignore[attr-defined]
    if kind == "MultiPolygon":
        return [[(p[0], p[1]) for p in polygon[0]] for polygon in geojson["coordinates"]]  # type: ignore[attr-defined]
    if kind == "Polygon":
        return [[(p[0], p[1]) for p in geojson["coordinates"][0]]]  # type: ignore[index]
    return []


def main() -> None:
    """Read the polygons, write the coast."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("geojson", type=Path, help="land polygons, WGS 84")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).parents[1] / "src/beltplan/data/coast/coast.json",
    )
    parser.add_argument("--tolerance", type=float, default=0.9, help="smallest triangle kept, km²")
    parser.add_argument("--island", type=float, default=5.0, help="smallest island kept, km²")
    args = parser.parse_args()
    rings = []
    for ring in rings_of(json.loads(args.geojson.read_text(encoding="utf-8"))):
        points = [project(lon, lat) for lon, lat in ring[:-1]]
        cut = clip(points)
        if len(cut) >= 3 and area(cut) >= args.island:
            simple = simplify(cut, args.tolerance)
            if len(simple) >= 3:
                rings.append(simple)
    rings.sort(key=lambda ring: (-area(ring), ring[0]))
    # An island in a lake lies inside the mainland, whose lakes are not cut out.
    rings = rings[:1] + [ring for ring in rings[1:] if not holds(rings[0], ring[0])]
    result = {
        "attribution": "© OpenStreetMap contributors",
        "licence": "ODbL-1.0",
        "projection": {
            "name": "Lambert azimuthal equal-area on the sphere",
            "lat_0": LAT_0,
            "lon_0": LON_0,
            "radius_km": RADIUS_KM,
        },
        "unit_km": UNIT_KM,
        "west_km": WEST,
        "north_km": NORTH,
        "width": round((EAST - WEST) / UNIT_KM),
        "height": round((NORTH - SOUTH) / UNIT_KM),
        "rings": len(rings),
        "path": path(rings),
    }
    args.out.write_text(
        json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    print(f"{args.out}: {args.out.stat().st_size} bytes, {len(rings)} pieces of land")


if __name__ == "__main__":
    main()
