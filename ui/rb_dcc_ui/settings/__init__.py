"""The panel's settings page."""
