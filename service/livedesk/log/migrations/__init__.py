"""How a database made by an earlier version becomes one of this version.

To change the tables: change `log/tables.py`, add a module to `versions` whose `down_revision` is the present
`HEAD`, and set `HEAD` to its `revision`. `tests/log/test_sql.py` fails until the two say the same.
"""

HEAD = "0004"
"""The newest revision. It stands here so that a database which has it is opened without importing Alembic."""
