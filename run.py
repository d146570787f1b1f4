"""Set up and run Beltplan with nothing but Python 3.11 or newer.

``python run.py demo`` makes a virtual environment in ``.venv``, installs the
hash-locked requirements and runs the task. The Makefile calls this file, so a
machine without make (Windows: ``py run.py demo``) does exactly the same.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# task -> (lock file, the commands that it runs inside the environment)
TASKS: dict[str, tuple[str, list[list[str]]]] = {
    "demo": ("run", [["-m", "beltplan", "brief", "--out", "out"]]),
    "test": ("dev", [["-m", "pytest", "-n", "2", "--dist", "loadfile"]]),
    "lint": (
        "dev",
        [
            ["-m", "ruff", "check", "."],
            ["-m", "ruff", "format", "--check", "."],
            ["-m", "mypy"],
        ],
    ),
    "bench": ("dev", [["-m", "benchmarks"]]),
    "bench-plan": ("dev", [["-m", "benchmarks", "plan"]]),
    "bench-skills": ("dev", [["-m", "benchmarks.skills", "bench"]]),
    "eval-skills": ("dev", [["-m", "benchmarks.skills"]]),
    "docs": (
        "dev",
        [
            ["tools/make_plan_page.py"],
            ["tools/make_reference.py"],
            ["-m", "mkdocs", "build", "--strict"],
        ],
    ),
}


def call(*arguments: str, quiet: bool = False) -> None:
    """Run the environment's Python; leave with its exit code when it fails."""
    done = subprocess.run(  # noqa: S603
        [str(PYTHON), *arguments],
        cwd=ROOT,
        check=False,
        stdout=subprocess.DEVNULL if quiet else None,
    )
    if done.returncode:
        sys.exit(done.returncode)


def install(lock: str) -> None:
    """Install a lock file and the package, unless that very lock is already in place."""
    requirements = ROOT / "requirements" / f"{lock}.txt"
    wanted = hashlib.sha256(
        requirements.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    ).hexdigest()
    stamp = VENV / f"beltplan-{lock}.stamp"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        print("making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    print(f"installing requirements/{lock}.txt", flush=True)
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call(*pip, "--require-hashes", "--requirement", str(requirements))
    call(*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    print("compiling the account, once", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        call("-m", "beltplan", "balance", "run", "--n", "250", "--out", folder, quiet=True)
    stamp.write_text(wanted)


def main() -> None:
    """Parse the task, set up what it needs, run it."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file runs before anything is installed
        sys.exit(f"Beltplan needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    parser = argparse.ArgumentParser(description="Set up and run a task of Beltplan.")
    parser.add_argument("task", choices=TASKS, help="what to run")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to the last command")
    chosen = parser.parse_args()
    lock, commands = TASKS[chosen.task]
    install(lock)
    for number, command in enumerate(commands, start=1):
        call(*command, *(chosen.rest if number == len(commands) else []))


if __name__ == "__main__":
    main()
