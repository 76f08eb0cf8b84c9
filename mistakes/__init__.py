"""The gallery of mistakes: one endpoint each, wrong as it is really written, and what it does."""
