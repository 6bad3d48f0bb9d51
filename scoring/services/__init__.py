"""The services: which pages are about them, and how far each can be done online."""
