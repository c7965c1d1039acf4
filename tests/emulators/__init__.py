"""Servers that behave, and misbehave, like the services that Listkeeper talks to."""
