"""A synthetic archive of adverts: ``python -m benchmarks.skills archive --megabytes 1000``.

Adverts are put together from the sentences of the real adverts at hand, shuffled, with numbers
and made-up words (parts of real words joined) so that the vocabulary of the archive grows as a
real one's does: a share of all words is new.
"""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING

import polars as pl

from beltplan.skills.segments import segments
from beltplan.skills.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["adverts", "real_texts", "write"]

_SENTENCES = (12, 40)
_NEW_WORDS = 0.01


def real_texts(data: Path) -> list[tuple[str, str]]:
    """Return the real adverts at hand as (country, text)."""
    rows = pl.read_ndjson(data / "ads" / "ads_sample_nordic.jsonl", infer_schema_length=None)
    return list(rows.select("country", "text").iter_rows())


def adverts(data: Path, *, seed: int = 0) -> Iterator[str]:
    """Yield made-up adverts without end; the same for one seed."""
    draw = random.Random(seed)  # noqa: S311
    by_country: dict[str, list[str]] = {}
    for country, text in real_texts(data):
        by_country.setdefault(country, []).extend(piece.text for piece in segments(text))
    pools = {c: sorted({w for s in held for w in words(s)}) for c, held in by_country.items()}
    countries = sorted(by_country)
    while True:
        country = draw.choice(countries)
        lines = []
        for sentence in draw.choices(by_country[country], k=draw.randint(*_SENTENCES)):
            parts = sentence.split(" ")
            for place in range(len(parts)):
                if draw.random() < _NEW_WORDS:
                    first, last = draw.choice(pools[country]), draw.choice(pools[country])
                    parts[place] = first[: draw.randint(2, 8)] + last[-draw.randint(2, 8) :]
            lines.append(" ".join(parts))
        yield "\n".join(lines)


def write(path: Path, data: Path, *, megabytes: float, seed: int = 0) -> int:
    """Write JSON lines (``.gz`` if the name says so) with so many megabytes of text.

    Returns
    -------
    How many adverts were written.
    """
    filled, n = 0, 0
    packed = path.name.endswith(".gz")
    with gzip.open(path, "wb", compresslevel=3) if packed else path.open("wb") as file:
        for text in adverts(data, seed=seed):
            if filled >= megabytes * 1e6:
                return n
            n += 1
            filled += len(text.encode())
            file.write(json.dumps({"id": n, "text": text}, ensure_ascii=False).encode() + b"\n")
    return n
