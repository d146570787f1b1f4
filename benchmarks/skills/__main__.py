"""Measure the ranking of near matches against the targets: ``python -m benchmarks.skills``.

Development splits only. Beside our figure stands a plain baseline measured in the same run:
letters of the same language alone, one label at a time.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from beltplan.skills import Concept, Ranker, Reader, Vocabulary
from benchmarks.environments import default_cache
from benchmarks.skills import archives, bench, encoders, measures, parity, sets, synonyms

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
_TIE = 0.25


def _scores(data: sets.Set, mix: dict[tuple[str, str], float] | None) -> NDArray[np.float32]:
    ranker = Ranker(data.concepts, prior=data.prior)
    found = ranker.scores(data.texts, data.language, mix=mix)
    if data.surfaces is None:
        return found
    labels = [
        Concept(str(i), "label", {data.language: (t,)}, "")
        for i, t in enumerate(data.surface_texts)
    ]
    each = Ranker(labels).scores(data.texts, data.language, mix={("letters", data.language): 1.0})
    return each if mix else found[:, data.surfaces] + np.float32(_TIE) * each


def _melo(data: sets.Set, scores: NDArray[np.float32]) -> list[tuple[str, float]]:
    return [
        ("MAP", measures.mean_average_precision(scores, data.gold)),
        ("MRR", measures.hits(scores, data.gold)[1]),
    ]


def _hits(data: sets.Set, scores: NDArray[np.float32]) -> list[tuple[str, float]]:
    five, mrr = measures.hits(scores, data.gold)
    return [("hit@5", five), ("MRR", mrr)]


def _house(data: sets.Set, scores: NDArray[np.float32]) -> list[tuple[str, float]]:
    kept = [i for i, g in enumerate(data.gold) if g]
    five = measures.r_precision(scores[kept], [data.gold[i] for i in kept])
    f1, limit = measures.best_f1(scores, data.gold)
    return [("RP@5", five), ("F1", f1), ("threshold", limit)]


def _reader(data: sets.Set) -> float:
    """Return the micro F1 of what the reader finds: labels, and near matches where none stands."""
    number = {concept.uri: n for n, concept in enumerate(data.concepts)}
    reader = Reader(Vocabulary(data.concepts, ("evaluation",)), masked=False)
    found: list[set[int]] = [set() for _ in data.texts]
    for row in reader.read(data.texts).select(["text_id", "uri"]).to_pylist():
        found[int(row["text_id"]) - 1].add(number[row["uri"]])
    right = sum(len(a & b) for a, b in zip(found, data.gold, strict=True))
    return 2 * right / sum(len(a) + len(b) for a, b in zip(found, data.gold, strict=True))


TARGETS = {
    ("MELO swe dev", "MAP"): "0.38 on the full set; the prototype's first half .381",
    ("MELO dnk all", "MAP"): "none; best published .407",
    ("Swedish skills, strings differ, first half", "hit@5"): "0.68",
    ("Swedish skills, strings differ, first half", "MRR"): "0.55",
    ("HOUSE validation", "RP@5"): "0.45 on test",
    ("HOUSE validation", "F1"): "0.30 on test",
    ("TECH validation", "RP@5"): "0.54 on test",
    ("TECH validation", "F1"): "0.38 on test",
    ("Finnish description to label, 1000 drawn", "MRR"): "0.55",
}


def main() -> None:
    """Run what the command line asks for: eval (the default), bench, archive or encoder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.skills", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=("eval", "bench", "archive", "encoder"), default="eval"
    )
    parser.add_argument("--data", type=Path, default=_DATA, help="folder with skills_eval and esco")
    parser.add_argument("--megabytes", type=float, default=20, help="text of the made adverts")
    parser.add_argument("--runs", type=int, default=3, help="runs of each row, for bench")
    parser.add_argument("--peer-adverts", type=int, default=8, help="how many the peer reads")
    parser.add_argument("--no-peer", action="store_true", help="leave the peer out of bench")
    parser.add_argument(
        "--cache", type=Path, default=default_cache("bench-skills"), help="peer's environment"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes, for archive")
    parser.add_argument("--near", action="store_true", help="both passes, for archive")
    parser.add_argument("--dask", action="store_true", help="on a local cluster too, for archive")
    parser.add_argument("--encoder", type=Path, help="folder of a sentence encoder, for encoder")
    asked = parser.parse_args()
    data = asked.data
    if not (data / "skills_eval").is_dir():
        parser.error(f"no folder skills_eval in {data}; name the folder of the sets with --data")
    if asked.what == "encoder":
        if asked.encoder is None:
            parser.error("name the folder of a sentence encoder with --encoder")
        for line in encoders.table(data, asked.encoder):
            print(line, flush=True)
    elif asked.what == "bench":
        bench.main(
            data,
            cache=asked.cache,
            megabytes=asked.megabytes,
            runs=asked.runs,
            peer=not asked.no_peer,
            peer_adverts=asked.peer_adverts,
        )
    elif asked.what == "archive":
        archives.archive(
            data,
            megabytes=asked.megabytes,
            workers=asked.workers,
            near=asked.near,
            dask=asked.dask,
        )
    else:
        evaluate(data)


def evaluate(data: Path) -> None:
    """Print the table of measures, baselines and targets."""
    jobs: list[tuple[Callable[[], sets.Set], Callable[..., list[tuple[str, float]]]]] = [
        (lambda: sets.melo(data, "swe", "sv", split=".dev"), _melo),
        (lambda: sets.melo(data, "dnk", "da"), _melo),
        (lambda: sets.swedish_skills(data), _hits),
        (lambda: sets.decorte(data, "house"), _house),
        (lambda: sets.decorte(data, "tech"), _house),
        (lambda: sets.finnish(data), _hits),
    ]
    print("| set | texts | measure | plain letters | Beltplan | target | CPU s |")
    print("|---|---|---|---|---|---|---|")
    for make, judge in jobs:
        one = make()
        plain = dict(judge(one, _scores(one, {("letters", one.language): 1.0})))
        start = time.process_time()
        ours = judge(one, _scores(one, None))
        took = time.process_time() - start
        for name, value in ours:
            target = TARGETS.get((one.name, name), "")
            print(
                f"| {one.name} | {len(one.texts)} | {name} | {plain[name]:.3f} | {value:.3f} "
                f"| {target} | {took:.1f} |",
                flush=True,
            )
        if judge is _house:
            print(
                f"| {one.name} | {len(one.texts)} | F1 of the reader | - | {_reader(one):.3f} | | |"
            )
    print("\nParity of the two passes, on parallel Finnish and English texts:\n")
    print("\n".join(parity.table(data)))
    print(f"\nSynonyms of occupations, right in {synonyms.PRECISION:.0%} of answers:\n")
    print("\n".join(synonyms.table(data)))


if __name__ == "__main__":
    main()
