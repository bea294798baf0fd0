"""The command `rb-dcc`: everything the panel does, from a terminal or a script."""
