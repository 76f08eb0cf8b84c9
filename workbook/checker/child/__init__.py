"""The process in which a student's file runs."""
