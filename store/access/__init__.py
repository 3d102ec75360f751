"""Who may do what: who somebody is, what ``members.toml`` lets them do, and what holds them to it."""
