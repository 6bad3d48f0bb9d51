"""Register in, evidence out: the only package that touches a network."""
