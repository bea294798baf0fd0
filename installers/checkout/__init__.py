"""What installers/dev.py is made of: standard library only, runs before anything is installed."""
