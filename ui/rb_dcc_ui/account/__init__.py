"""The panel's account page."""
