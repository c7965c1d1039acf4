"""What all tables have in common: names of constraints, and types that mean the same everywhere."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from service.db.types import Json, UtcDateTime


class Base(DeclarativeBase):
    """Names constraints the same everywhere, so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it off the class
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[str]: Json,
        bytes: LargeBinary,
    }
