"""The two-minute tour of the demonstration: what to press next, going on when it was done."""
