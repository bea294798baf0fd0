"""Maya: scenes read, from the file or from the running host, into the product's own SceneSnapshot.

Nothing here imports Maya or Qt; what needs the host imports it where it is used.
"""
