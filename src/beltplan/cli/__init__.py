"""The command line: turns named exceptions into messages that end in something to try."""
