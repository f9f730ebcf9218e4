"""The only door to the database: open, migrate, run a named query, write."""

from lib.store.publication import Publication
from lib.store.reader import Reader
from lib.store.store import Store

__all__ = ["Publication", "Reader", "Store"]
