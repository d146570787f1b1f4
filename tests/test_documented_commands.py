"""Every command line in README and docs is one that Beltplan understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.main import get_command

from beltplan.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:beltplan)\s[^`]+)`")
UNSAID = ("…", "...")
UsageError: type[BaseException] = typer.BadParameter.__mro__[1]


def lines_of(page: Path) -> Iterator[tuple[str, bool]]:
    """Yield the command lines of a page, and whether each is whole: in a block, not a sentence."""
    text = page.read_text(encoding="utf-8")
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            called = re.search(r"(?:^|&& |-m )(beltplan\s.*)", line.removeprefix("$ ").strip())
            if called is not None:
                yield called[1], True
    for code in INLINE.findall(FENCE.sub("", text)):
        yield " ".join(code.split()), False


def read(line: str, *, whole: bool = True) -> None:
    """Let the command line be read as when it is typed, without running anything.

    Raises
    ------
    UsageError
        If there is no such command, option or value, or a whole line lacks something.
    """
    words = shlex.split(line, comments=True)[1:]
    if words[-1] in UNSAID and not words[-2].startswith("-"):
        words.pop()
    command: Any = get_command(app)
    path = ["beltplan"]
    while words and words[0] in getattr(command, "commands", {}):
        path.append(words.pop(0))
        command = command.commands[path[-1]]
    if words and not words[0].startswith("-") and getattr(command, "commands", {}):
        message = f"{' '.join(path)} has no command {words[0]!r}"
        raise typer.BadParameter(message)
    try:
        command.make_context(" ".join(path), words)
    except typer.Exit:
        return  # --help
    except UsageError as error:
        # A sentence may name a command and leave off what does not matter there.
        lacks = type(error).__name__ in ("MissingParameter", "NoArgsIsHelpError")
        if whole or not lacks:
            raise


LINES = [(page, *found) for page in PAGES for found in lines_of(page)]


def test_there_are_lines_to_read() -> None:
    assert len(LINES) > 100


@pytest.mark.parametrize(
    ("page", "line", "whole"), LINES, ids=[f"{page.name}: {line}" for page, line, _ in LINES]
)
def test_a_documented_command_is_understood(page: Path, line: str, whole: bool) -> None:
    read(line, whole=whole)


@pytest.mark.parametrize(
    "line",
    [
        "beltplan balence run",
        "beltplan balance rum",
        "beltplan balance run --futures 10",
        "beltplan balance run --n many",
        "beltplan balance pool --quarter 2030Q4",
    ],
)
def test_a_wrong_line_is_found(line: str) -> None:
    with pytest.raises(UsageError):
        read(line)
