"""The frames of one task: a cell for each, a list, the chosen one's picture and log."""
