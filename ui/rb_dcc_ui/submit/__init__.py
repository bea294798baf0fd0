"""The panel's submit page."""
