"""The lessons: their names, the student's own copies, their execution, what is made from them.

And what some of them use: tables, each in a module of its own, as such a class cannot be defined
twice; a copy of the new app; and in cost/ what counts, measures and draws.
"""
