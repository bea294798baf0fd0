"""Small widgets that every page is built of."""
