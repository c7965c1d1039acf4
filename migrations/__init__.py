"""Alembic builds every database."""
