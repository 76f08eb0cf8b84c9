"""What can be wrong: each function looks at a case and says it in a sentence, or returns None.

They look at what was seen, never at the source: a right solution may be written in any way.
"""
