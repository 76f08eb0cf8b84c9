"""The two ways to run a student's file: in a fresh process, and in this one."""
