"""Tests of the shares room."""
