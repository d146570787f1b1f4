"""Beltplan: shared planning for a cross-border industrial region.

Facts flow one way through the rooms of the package::

    facts -> futures -> balance -> backtest -> brief -> cli

A room imports only rooms to its left.
"""

from __future__ import annotations

__version__ = "0.1.0"
