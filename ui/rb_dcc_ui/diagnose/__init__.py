"""The panel's diagnose page."""
