"""Builds what is installed into a host, installs it for one user, and takes it away again: standard library only.

It runs from a checkout, from a host's Python and from the middle of a zip, before anything else of the product can.
Names used all over: a *bundle* is the folder that a host loads, a *version folder* one bundle laid into a person's
folders, the *pointer* the one small file that tells the host which version folder to take.
"""
