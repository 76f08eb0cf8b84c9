"""The cheat sheet, whose columns are measured, and the glossary, from the words of the lessons."""
