"""Well-known errors: what each means, and what to write instead. They are data, in TOML files."""
