"""A store in plain files: a folder per second-level organisation, with a TinyDB shard, a journal, a lock."""
