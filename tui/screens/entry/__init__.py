"""Filling in one record of a records annex: the form, and each thing one does in it, a file each."""
