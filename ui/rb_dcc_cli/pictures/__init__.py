"""Pictures of every page, made by one command: to judge the panel by, and for the README."""
