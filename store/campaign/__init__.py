"""What can be done with a campaign's answers: one module a thing, all over a frozen ``Campaign``.

Screens and commands call these and compute no rule themselves.
"""
