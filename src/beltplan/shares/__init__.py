"""Shares: who gains how much from acting together."""
