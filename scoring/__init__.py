"""Evidence in, tables out. Nothing here touches a network: the same evidence and the same
configuration give the same tables."""
