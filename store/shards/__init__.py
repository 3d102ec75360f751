"""A store in plain files: one folder per second-level organisation, with a TinyDB shard, a journal and a lock."""
