"""The lessons: their names, the student's own copies, their execution, what is made from them.

And tables that one of them uses, each in a module of its own: such a class cannot be defined twice.
"""
