"""A fictional school to try the program on: its data lies beside this file, and goes in by the same functions
as anybody's."""
