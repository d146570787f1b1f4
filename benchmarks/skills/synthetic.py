"""A synthetic archive of adverts: ``python -m benchmarks.skills archive --megabytes 1000``.

Adverts are put together from the sentences of the real adverts at hand, shuffled. A share of the
sentences is made anew, of the beginning of one real sentence and the end of another, and a share of
all words is made up, of parts of real words, so that neither sentences nor words come to an end.
How often sentences return in a real archive is not known from 108 adverts; the share is our
assumption, and 1 is the worst case.
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

__all__ = ["NEW_SENTENCES", "adverts", "real_texts", "write"]

_SENTENCES = (12, 40)
_NEW_WORDS = 0.01
NEW_SENTENCES = 0.5


def real_texts(data: Path) -> list[tuple[str, str]]:
    """Return the real adverts at hand as (country, text)."""
    rows = pl.read_ndjson(data / "ads" / "ads_sample_nordic.jsonl", infer_schema_length=None)
    return list(rows.select("country", "text").iter_rows())


def adverts(data: Path, *, new: float = NEW_SENTENCES, seed: int = 0) -> Iterator[str]:
    """Yield made-up adverts without end; the same for one seed.

    Parameters
    ----------
    data
        Folder with the real adverts.
    new
        Share of the sentences that are joined anew from two real ones, 0 to 1.
    seed
        Of the draws.
    """
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
            if draw.random() < new:
                other = draw.choice(by_country[country]).split(" ")
                parts = parts[: draw.randint(1, len(parts))] + other[draw.randrange(len(other)) :]
            for place in range(len(parts)):
                if draw.random() < _NEW_WORDS:
                    first, last = draw.choice(pools[country]), draw.choice(pools[country])
                    parts[place] = first[: draw.randint(2, 8)] + last[-draw.randint(2, 8) :]
            lines.append(" ".join(parts))
        yield "\n".join(lines)


def write(
    path: Path, data: Path, *, megabytes: float, new: float = NEW_SENTENCES, seed: int = 0
) -> int:
    """Write JSON lines (``.gz`` if the name says so) with so many megabytes of text.

    Returns
    -------
    How many adverts were written.
    """
    filled, n = 0, 0
    packed = path.name.endswith(".gz")
    with gzip.open(path, "wb", compresslevel=3) if packed else path.open("wb") as file:
        for text in adverts(data, new=new, seed=seed):
            if filled >= megabytes * 1e6:
                return n
            n += 1
            filled += len(text.encode())
            file.write(json.dumps({"id": n, "text": text}, ensure_ascii=False).encode() + b"\n")
    return n
