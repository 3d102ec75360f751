"""File formats: each turns what a query brought from the campaign into the bytes of a file."""
