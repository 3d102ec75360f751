"""Where answers live: shards, journal, drafts, settings; and campaign/, what can be done with them."""
