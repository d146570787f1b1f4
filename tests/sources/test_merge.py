"""Bringing together what was held and what came, against a plain model of who holds what."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from beltplan.sources.merge import Changes, merge

IDS = ("a", "b", "c", "d")
QUERIES = ("p", "q")


def row(name: str, text: str, query: str, day: int) -> dict[str, Any]:
    content = {"id": name, "text": text, "expires": None}
    return {"row": content, "hash": text, "query": query, "day": f"2026-01-{day:02d}"}


QUERY, NAME = st.sampled_from(QUERIES), st.sampled_from(IDS)
STEP = st.fixed_dictionaries(
    {
        "found": st.lists(st.tuples(QUERY, NAME, st.sampled_from("xy")), max_size=6),
        "gone": st.lists(st.tuples(QUERY, NAME), max_size=2),
        "whole": st.sets(QUERY),
    }
)


@given(
    steps=st.lists(STEP, min_size=1, max_size=6),
    on_close=st.sampled_from(["mark", "delete", "keep"]),
)
def test_records_are_held_as_long_as_a_query_holds_them(
    steps: list[dict[str, Any]], on_close: str
) -> None:
    held: list[dict[str, Any]] = []
    holders: dict[str, set[str]] = {}
    closed: set[str] = set()
    for day, step in enumerate(steps, start=1):
        lines: list[dict[str, Any]] = [
            row(name, text, query, day) for query, name, text in step["found"]
        ]
        lines += [
            {"gone": name, "query": query, "day": f"2026-01-{day:02d}"}
            for query, name in step["gone"]
        ]
        changes = Changes()
        before = {each["id"]: each for each in held}
        held = list(
            merge(
                held,
                lines,
                on_close=on_close,
                asked=frozenset(QUERIES),
                whole=frozenset(step["whole"]),
                walked=f"2026-01-{day:02d}",
                today=f"2026-01-{day:02d}",
                changes=changes,
            )
        )
        now = {each["id"]: each for each in held}
        # The model: claims of queries on ids.
        found = {(query, name) for query, name, _ in step["found"]} - set(step["gone"])
        for name in {*IDS}:
            claims = holders.get(name, set())
            if on_close == "mark":
                claims = claims - step["whole"]
            claims = claims - {query for query, each in step["gone"] if each == name}
            claims = claims | {query for query, each in found if each == name}
            if any(each == name for _, each in found):
                closed.discard(name)
            if claims:
                holders[name] = claims
            elif name in holders and on_close == "delete":
                del holders[name]
            elif name in holders and on_close == "mark":
                closed.add(name)
        assert set(now) == set(holders)
        if on_close != "keep":
            assert {name for name, each in now.items() if each["closed"]} == closed
        else:
            assert not any(each["closed"] for each in held)
        # The report says what differs, and every record is counted once.
        assert set(changes.new) == set(now) - set(before)
        assert set(changes.deleted) == set(before) - set(now)
        assert (
            len(held)
            == len(changes.new)
            + len(changes.changed)
            + len(changes.closed)
            + len(changes.reopened)
            + changes.unchanged
        )
        for name, each in now.items():
            assert each["first_seen"] == before.get(name, each)["first_seen"]
            if name in changes.changed:
                assert each["text"] != before[name]["text"]
