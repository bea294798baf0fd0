"""The one error a person sees when a checkout cannot be set up."""


class SetupProblem(Exception):
    """What is wrong and what to do, in words fit to print as they are."""
