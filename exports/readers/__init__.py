"""How answers come back: readers find rows in files and return proposals; nothing here writes."""
