"""Drafts that are gone on with after the world has changed."""
