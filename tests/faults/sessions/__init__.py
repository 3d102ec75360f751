"""Sessions on real terminals that end in every way, and what they leave as drafts."""
