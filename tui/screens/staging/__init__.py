"""Files and pasted rows before they are written: chosen, looked at row by row, taken in."""
