"""One measurement of our reader in a process of its own: a task as JSON, the answer printed."""

from __future__ import annotations

import itertools
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from beltplan.skills import Reader
from benchmarks.skills.synthetic import adverts, real_texts
from benchmarks.skills.whole import whole_vocabulary

__all__ = ["main", "texts_of"]

# One sentence of each language, which both passes take, makes the reader load all it needs for it.
_FIRST = (
    "Du ska ha erfarenhet av något som vi inte har hört talas om, och kunskap.",
    "Sinulla on kokemus ja osaaminen, joka meillä ei ole, ja sinä olet hyvä.",
    "Du har kunnskap og erfaring fra noe som vi ikke har hørt om før.",
    "Eg har erfaring frå noko som me ikkje har høyrt om hos dei.",
    "Du har viden og erfaring med noget, som vi ikke har hørt om, hos os.",
    "You have experience and knowledge of what we have not heard about yet.",
)
_LENGTH = 2200


def texts_of(data: Path, task: dict[str, Any]) -> list[str]:
    """Return the texts of a task: real adverts, or made ones of so many megabytes."""
    if task["texts"] == "real":
        return [text for _, text in real_texts(data)]
    made = adverts(data, new=task["new"])
    return list(itertools.islice(made, max(1, int(task["megabytes"] * 1e6 / _LENGTH))))


def main() -> None:
    """Print the CPU-seconds of one reading, and of loading, and the most memory that it took."""
    task = json.loads(sys.argv[1])
    data = Path(task["data"])
    texts = texts_of(data, task)
    words = whole_vocabulary(data)
    start = time.process_time()
    reader = Reader(words, near=task["near"], compiled=True)
    reader.read(_FIRST)
    loaded = time.process_time()
    finds = reader.read(texts).num_rows
    answer = {
        "seconds": time.process_time() - loaded,
        "loading": loaded - start,
        "texts": len(texts),
        "bytes": sum(len(text.encode()) for text in texts),
        "finds": finds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
