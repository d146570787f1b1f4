"""Benchmarks: one command, peers and floors in the same run, figures as ratios."""
