"""The packs that come with the program: TOML alone, a folder each."""
