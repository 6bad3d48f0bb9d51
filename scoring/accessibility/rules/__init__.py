"""The rules by topic; `scoring.accessibility.registry.all_rules` imports every module here."""
