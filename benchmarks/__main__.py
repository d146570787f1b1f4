"""Run every benchmark of this folder: ``python -m benchmarks [NAME ...] [OPTION ...]``.

Options come after the names and are read by the benchmarks themselves.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from itertools import takewhile

import benchmarks


def main() -> None:
    """Run the benchmarks named on the command line, or all of them."""
    found = sorted(
        module.name.removeprefix("bench_")
        for module in pkgutil.iter_modules(benchmarks.__path__)
        if module.name.startswith("bench_")
    )
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which to run (all: {', '.join(found)})")
    given = list(takewhile(lambda word: not word.startswith("-"), sys.argv[1:]))
    if sys.argv[1:] and not given:
        parser.parse_args()  # --help, or an option that belongs to nobody
    names = given or found
    if unknown := sorted(set(names) - set(found)):
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(found)}")
    for name in names:
        importlib.import_module(f"benchmarks.bench_{name}").main()


if __name__ == "__main__":
    main()
