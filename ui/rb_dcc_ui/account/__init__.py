"""Accounts: the profiles there are, the form that tests a key, the service for trying without one."""
