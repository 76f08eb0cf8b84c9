"""The lessons: their names, the student's own copies, their execution, what is made from them; a table that one uses."""
