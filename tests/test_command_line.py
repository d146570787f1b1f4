"""Every command has one sentence and a runnable example, and the reference pages are current."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from beltplan.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", {})
    if not children or getattr(command, "invoke_without_command", False):
        yield " ".join(path), command
    for name, child in children.items():
        yield from commands(child, (*path, name))


COMMANDS = dict(commands(get_command(app), ("beltplan",)))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_a_sentence_and_an_example(name: str) -> None:
    text = COMMANDS[name].help or ""
    sentence, _, rest = text.partition("\n\n")
    assert sentence.strip().endswith("."), f"{name}: say in one sentence what it does"
    assert f"Example: {name}" in " ".join(rest.split()), f"{name}: show a runnable example"


def test_every_option_is_explained() -> None:
    for name, command in COMMANDS.items():
        for parameter in command.params:
            assert getattr(parameter, "help", "") or parameter.param_type_name == "argument", (
                f"{name}: {parameter.name} has no help"
            )


def test_reference_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
