"""The hosts by the names they have everywhere in this product."""

MAYA = "maya"
MAX = "3dsmax"
