"""The kinds of field: a file each, and ``registry``, which alone knows their names."""
