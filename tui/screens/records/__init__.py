"""The rows of a records annex in a list, and what one does with rows: filters, columns, pasting, the head."""
