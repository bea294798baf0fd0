"""Fakes and builders that more than one test folder needs: import them as `tests.support`."""
