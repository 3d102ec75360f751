"""What a store keeps comes in kinds: one file each, and ``registry`` to find the kind of a document."""
