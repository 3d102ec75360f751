"""A copy of a store in one file, made while others work, and a store made of it again.

The file is a zip that any program opens: the store's own files under their names, and ``manifest.json`` with
the size, the SHA-256 and the permissions of each, the last line of each journal, and what could not be read.
"""
