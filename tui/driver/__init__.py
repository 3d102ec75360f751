"""The way to and from the terminal."""
