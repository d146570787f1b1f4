"""The plan's model in other libraries, and its solution by other solvers."""
