"""Look for differences: OLD with OLD, OLD with NEW, OLD with NEW and a planted mistake in it."""
