"""SQLAlchemy core tables, the unit of work and the migrations."""
