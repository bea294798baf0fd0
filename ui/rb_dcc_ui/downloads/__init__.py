"""Results onto this computer's disk, from inside the panel."""
