"""The panel's tasks page."""
