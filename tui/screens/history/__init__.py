"""What was: history, deleted documents, taking back, and two versions of the same to be settled."""
