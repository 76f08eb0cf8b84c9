"""The lessons: their names, the student's own copies, their execution, what is made from them.

And a table that one of them uses.
"""
