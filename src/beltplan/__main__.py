"""``python -m beltplan`` is the command line."""

from __future__ import annotations

from beltplan.cli.main import app

if __name__ == "__main__":
    app(prog_name="beltplan")
