"""A PostgreSQL server of the soak's own, which it may stop."""

from tests.database import database, postgres, postgresql

__all__ = ["database", "postgres", "postgresql"]
