"""The only SQLAlchemy: sessions, rows, and functions that turn rows into values."""
