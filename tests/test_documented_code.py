"""Every Python block in README and docs is Python, and what it imports from Beltplan is there."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [(page, code) for page in PAGES for code in BLOCK.findall(page.read_text("utf-8"))]


def missing(code: str) -> list[str]:
    """Return what a block imports from Beltplan and does not find."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("beltplan"):
            continue
        module = importlib.import_module(str(node.module))
        for alias in node.names:
            if hasattr(module, alias.name):
                continue
            try:
                importlib.import_module(f"{node.module}.{alias.name}")
            except ImportError:
                found.append(f"{node.module}.{alias.name}")
    return found


@pytest.mark.parametrize(
    ("page", "code"), BLOCKS, ids=[f"{page.name}-{n}" for n, (page, _) in enumerate(BLOCKS)]
)
def test_a_documented_block_finds_its_imports(page: Path, code: str) -> None:
    assert missing(code) == []


def test_a_wrong_import_is_found() -> None:
    assert len(BLOCKS) > 10
    wrong = "from beltplan.facts import load, lode"
    assert missing(wrong) == ["beltplan.facts.lode"]
