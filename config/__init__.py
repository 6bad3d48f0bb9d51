"""The survey as data: who is audited, which services, by which method.

Every loader validates what it reads and returns immutable models; a mistake raises
`ConfigError`, whose text names the file, the line and the field.
"""

from config.councils import Council, CouncilType, load_council_types, load_councils
from config.method import Method, load_method
from config.platforms import Platform, load_platforms
from config.reading import ConfigError
from config.services import Service, load_services

__all__ = [
    "ConfigError",
    "Council",
    "CouncilType",
    "Method",
    "Platform",
    "Service",
    "load_council_types",
    "load_councils",
    "load_method",
    "load_platforms",
    "load_services",
]
