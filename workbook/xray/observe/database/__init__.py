"""The database as its drivers, its open transactions and a second connection show it."""
