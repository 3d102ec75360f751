"""How answers leave and come back: Word, CSV, JSON; readers/ return proposals and never write."""
