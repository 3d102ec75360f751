"""The program on a real pseudo-terminal: what its parser, its driver and its signals do shows only here."""
