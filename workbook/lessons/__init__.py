"""The lessons: their names, the student's own copies, their execution, what is made from them.

And what two of them use: a table, and a copy of the new app.
"""
