"""What an endpoint did when it ran: answers, rows, sessions, and an X-ray of each request."""
