"""What can be seen at one moment. Nothing here disturbs the app, and nothing knows HTML."""
