"""The journal: what was asked and answered, what staff made of it, and who may sign in."""
