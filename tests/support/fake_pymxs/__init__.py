"""A stand-in for 3ds Max: pymxs over a scene of the test's, stricter than the real thing."""
