"""A simulated estate of councils: websites made from a seed, with the truth about them.

It stands in for the real thing in the demo, the tests and the benchmarks; nothing of it leaves the
machine. It knows nothing of the crawler or of scoring, and uses words of its own.
"""

from digitalfirst.estate.estate import Estate
from digitalfirst.estate.messages import EstateRequest, EstateResponse
from digitalfirst.estate.server import EstateServer, Exchange, serve

__all__ = ["Estate", "EstateRequest", "EstateResponse", "EstateServer", "Exchange", "serve"]
