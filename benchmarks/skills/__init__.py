"""Evaluation of the skills room on public sets: ``python -m benchmarks.skills``."""
