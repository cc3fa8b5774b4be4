"""Where cases and events are kept: tables and transactions, with SQLAlchemy Core."""
