"""The command line: one file a command, each thin. Nothing here imports Textual."""
