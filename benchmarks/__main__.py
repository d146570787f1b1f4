"""Run every benchmark of this folder: ``python -m benchmarks [NAME ...]``."""

from __future__ import annotations

import argparse
import importlib
import pkgutil

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
    names = parser.parse_args().names or found
    if unknown := sorted(set(names) - set(found)):
        parser.error(f"no benchmark called {', '.join(unknown)}; there are {', '.join(found)}")
    for name in names:
        importlib.import_module(f"benchmarks.bench_{name}").main()


if __name__ == "__main__":
    main()
