"""Run esco-skill-extractor on texts from standard input; it needs an environment of its own.

``python -m venv peer; peer/bin/pip install esco-skill-extractor``, then
``python -m benchmarks.skills speed --peer peer/bin/python``.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from importlib.metadata import version


def main() -> None:
    """Print version and CPU-seconds as JSON; loading is not counted."""
    extractors = importlib.import_module("esco_skill_extractor")
    texts = json.load(sys.stdin)
    extractor = extractors.SkillExtractor(device="cpu")
    start = time.process_time()
    extractor.get_skills(texts)
    seconds = time.process_time() - start
    print(json.dumps({"version": version("esco-skill-extractor"), "seconds": seconds}))


if __name__ == "__main__":
    main()
