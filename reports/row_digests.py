"""What is known of each council, as a short name: whose rows changed, and whose did not."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from reports.summaries import Tables


def row_digests(tables: Tables) -> dict[str, str]:
    """For each slug a short name of its rows in all these tables: the same for the same rows.

    A row is read as 64 bits of hash: a page that should be made anew and is not takes two rows
    of one council, one after the other, of 2^64 that are the same.
    """
    read: dict[str, hashlib.blake2b] = {}
    for name, frame in tables.items():
        if frame.empty:
            continue
        head = f"{name} {list(frame.columns)}".encode()
        hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        places, slugs = pd.factorize(frame["slug"])
        order = np.argsort(places, kind="stable")
        ends = np.cumsum(np.bincount(places, minlength=len(slugs)))[:-1]
        for slug, own in zip(slugs, np.split(hashes[order], ends), strict=True):
            digest = read.setdefault(str(slug), hashlib.blake2b(digest_size=12))
            digest.update(head + own.tobytes())
    return {slug: digest.hexdigest() for slug, digest in read.items()}
