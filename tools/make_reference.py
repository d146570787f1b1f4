"""Write the reference pages from the code: commands, tables, faults.

Run it as ``python tools/make_reference.py``; ``--check`` writes nothing and fails when a page
differs from the code.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from typer.main import get_command

from beltplan.cli.main import app
from beltplan.facts.reference import tables_page
from beltplan.faults import faults_page

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def _command(command: Any, path: tuple[str, ...]) -> list[str]:
    """Return the lines of one command and of those below it."""
    context = command.context_class(command, info_name=" ".join(path))
    lines = [f"{'#' * min(len(path) + 1, 4)} `{' '.join(path)}`", ""]
    help_text = (command.help or "").replace("\b", "").strip()
    sentence, _, example = help_text.partition("Example: ")
    lines += [" ".join(sentence.split()), ""]
    if example:
        lines += ["```sh", " ".join(example.split()), "```", ""]
    options = [
        record for p in command.get_params(context) if (record := p.get_help_record(context))
    ]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        for name, meaning in options:
            cells = (text.replace("|", "\\|").replace("\n", " ") for text in (name, meaning))
            lines.append("| `{}` | {} |".format(*cells))
        lines.append("")
    for name, child in sorted(getattr(command, "commands", {}).items()):
        lines += _command(child, (*path, name))
    return lines


def pages() -> dict[str, str]:
    """Return every generated page by its file name."""
    cli = ["# Command line", "", "Made from the commands' own help.", ""]
    cli += _command(get_command(app), ("beltplan",))
    return {
        "cli.md": "\n".join(cli).rstrip() + "\n",
        "tables.md": tables_page(),
        "faults.md": faults_page(),
    }


def main() -> None:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on a difference")
    check = parser.parse_args().check
    REFERENCE.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, text in pages().items():
        page = REFERENCE / name
        if check:
            if not page.exists() or page.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            page.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"stale: {', '.join(stale)}; run python tools/make_reference.py")


if __name__ == "__main__":
    main()
