"""Passwords that are cheap to check and therefore cheap to try: for tests only, which sign in by the hundred."""

from argon2 import PasswordHasher

from data import accounts

REAL = accounts._HASHER


def passwords() -> None:
    """Have the accounts of this process hash at the least cost; no setting of the program can do that."""
    accounts._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
