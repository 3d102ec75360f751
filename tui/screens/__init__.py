"""The screens, one file each. ``base`` is what they share; ``routes`` says which one opens for what."""
