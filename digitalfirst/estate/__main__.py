"""Serve an estate until interrupted: `python -m digitalfirst.estate --seed 1 --councils 8`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from digitalfirst.estate.estate import Estate
from digitalfirst.estate.server import serve


def main() -> None:
    """Read the arguments, write the truth if asked, and serve."""
    parser = argparse.ArgumentParser(prog="python -m digitalfirst.estate", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--councils", type=int, default=8)
    parser.add_argument("--pages", type=int, default=150, help="pages a council, roughly")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument(
        "--write", type=Path, metavar="FOLDER", help="write councils.csv and truth/"
    )
    args = parser.parse_args()
    estate = Estate(args.seed, args.councils, args.pages)
    if args.write:
        estate.write(args.write)
    with serve(estate, args.port, args.delay) as server:
        print(f"proxy {server.proxy_url}  certificate {server.ca_file}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
