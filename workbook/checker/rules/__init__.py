"""What can be wrong: each rule looks at a case and says it in a sentence, or returns None.

Rules look at what the endpoint did, never at its source: a solution may be written in any way.
"""
