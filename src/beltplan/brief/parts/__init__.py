"""The parts of the situation, one file each; `desk` holds what they share."""

from __future__ import annotations
