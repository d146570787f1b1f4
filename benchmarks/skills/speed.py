"""How fast texts are read: ``python -m benchmarks.skills speed``.

CPU-seconds of one process, so that other work on the machine counts little. "New" is a reader's
first sight of the texts, which includes analysing every word once; "known" is the second.
"""

from __future__ import annotations

import csv
import itertools
import json
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from beltplan.skills import Concept, Reader, Vocabulary, vocabulary
from beltplan.skills.archive.run import read_archive
from beltplan.skills.roots import root, stem
from beltplan.skills.words import LANGUAGES
from benchmarks.skills.synthetic import adverts, real_texts, write

__all__ = ["archive", "main", "whole_vocabulary"]

_FIRST = (
    "Du ska ha erfarenhet av något som vi inte har hört talas om, och kunskap om det.",
    "Sinulla on kokemus ja osaaminen, joka meillä ei ole, ja sinä olet hyvä.",
    "Du har kunnskap og erfaring fra noe som vi ikke har hørt om, og det er et krav.",
    "Eg har erfaring frå noko som me ikkje har høyrt om, og det er eit krav hos dei.",
    "Du har viden og erfaring med noget, som vi ikke har hørt om, hos os.",
    "You have experience and knowledge of what we have not heard about yet.",
)
_PEER = Path(__file__).with_name("peer.py")


def whole_vocabulary(data: Path) -> Vocabulary:
    """Return the shipped layers with the ESCO 1.1.1 labels of the evaluation data."""
    concepts = list(vocabulary().concepts)
    seen = {concept.uri for concept in concepts}
    csv.field_size_limit(1 << 27)
    for pillar, kind in (
        ("skills_v1.1.1_en_sv_fi", "skill"),
        ("occupations_v1.1.1_en_sv_fi_no", "occupation"),
    ):
        with (data / "esco" / f"esco_{pillar}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                labels = {}
                for language, name in (("en", "en"), ("sv", "sv"), ("fi", "fi"), ("nb", "no")):
                    texts = [row.get(f"label_{name}") or ""]
                    texts += (row.get(f"alt_{name}") or "").split("|")
                    held = tuple(dict.fromkeys(t.strip() for t in texts if t.strip()))
                    if held:
                        labels[language] = held
                if row["uri"] not in seen:
                    concepts.append(Concept(row["uri"], kind, labels, "esco 1.1.1"))
    return Vocabulary(tuple(concepts), ("beltplan-battery", "esco 1.1.1"))


def _seconds(reader: Reader, texts: list[str]) -> float:
    start = time.process_time()
    reader.read(texts)
    return time.process_time() - start


def _fresh(words: Vocabulary, *, near: bool, compiled: bool) -> Reader:
    """Return a reader with its dictionaries made, that has not seen the texts."""
    reader = Reader(words, near=near, compiled=compiled)
    reader.read(_FIRST)
    for language in LANGUAGES if near else ():
        reader._nearest_of(language)
    stem.cache_clear()
    root.cache_clear()
    return reader


def _row(what: str, texts: list[str], seconds: float) -> None:
    size = sum(len(text.encode()) for text in texts)
    print(
        f"| {what} | {len(texts)} | {size / 1e6:.1f} | {seconds:.2f} | {size / 1e6 / seconds:.2f} "
        f"| {len(texts) / seconds:.0f} |",
        flush=True,
    )


def _peer(python: str, texts: list[str], ours: float) -> None:
    """Run esco-skill-extractor in its own environment on the same texts."""
    done = subprocess.run(
        [python, str(_PEER)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"\nThe peer did not run: {done.stderr.strip().splitlines()[-1]}")
        return
    answer = json.loads(done.stdout.splitlines()[-1])
    _row(f"esco-skill-extractor {answer['version']}", texts, answer["seconds"])
    print(f"\nRatio of the first pass to the peer: {answer['seconds'] / ours:.0f}")


def main(data: Path, *, megabytes: float, peer: str) -> None:
    """Print the table of speeds."""
    real = [text for _, text in real_texts(data)]
    made = list(itertools.islice(adverts(data), int(megabytes * 1e6 / 2200)))
    print("| what | texts | MB | CPU s | MB per CPU-s | texts per CPU-s |")
    print("|---|---|---|---|---|---|")
    words = whole_vocabulary(data)
    ours = 0.0
    for name, held in (("shipped", vocabulary()), ("ESCO", words)):
        reader = _fresh(held, near=False, compiled=True)
        _row(f"first pass, {name}, new", real, _seconds(reader, real))
        ours = _seconds(reader, real * 10) / 10
        _row(f"first pass, {name}, known", real, ours)
        _row(f"first pass, {name}, made adverts", made, _seconds(reader, made))
    _row("both passes, ESCO, new", real, _seconds(_fresh(words, near=True, compiled=True), real))
    both = _fresh(words, near=True, compiled=True)
    _row("both passes, ESCO, made adverts", made, _seconds(both, made))
    plain = _fresh(words, near=False, compiled=False)
    _row("plain first pass, ESCO, new", real, _seconds(plain, real))
    if peer:
        _peer(peer, real, ours)


def _cpu() -> float:
    """Return CPU-seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def archive(data: Path, *, megabytes: float, workers: int, near: bool) -> None:
    """Print the speed of an archive, made for it, from packed lines to Parquet.

    The figure for 7 million adverts is reckoned from CPU-seconds, as if two cores were free.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "adverts.jsonl.gz"
        words = whole_vocabulary(data)
        n = write(path, data, megabytes=megabytes)
        begun = _cpu()
        report = read_archive(path, Path(folder) / "out", words=words, near=near, workers=workers)
        used = _cpu() - begun
    rate = megabytes / used
    hours = 7e6 * 2400 / 1e6 / rate / 2 / 3600
    print(
        f"{n} adverts, {megabytes:.0f} MB of text, {'both passes' if near else 'first pass'}, "
        f"{workers} processes: {used:.0f} CPU-seconds, loading included ({report.seconds:.0f} s by "
        f"the clock), {rate:.1f} MB per CPU-second; 7 million adverts of 2.4 kB on two free cores: "
        f"{hours:.2f} h. {report.finds} found, {report.n_faults} faults."
    )
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"Peak memory of the largest process: {peak / 1e3:.0f} MB.")
