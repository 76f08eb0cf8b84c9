"""Two versions of an app, compared by what they answer: is NEW the same as OLD?"""
