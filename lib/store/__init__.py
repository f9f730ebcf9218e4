"""The only door to the database: open, migrate, run a named query, write."""

from lib.store.store import Publication, Store

__all__ = ["Publication", "Store"]
