"""The first pass over many texts at once, compiled; answers are those of the plain pass."""
