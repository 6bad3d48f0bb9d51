"""What is tried on a worker to know whether it is ready."""

from __future__ import annotations

from uuid import uuid4

from config.reading import first_line
from crawler.browser import find_browser
from crawler.store import folder_at, is_store_error


def browser_there() -> bool:
    """Whether there is a browser."""
    return find_browser() is not None


def store_error(url: str) -> str:
    """Why a file cannot be put under this URL, read and removed; empty where it can."""
    file = folder_at(url) / f".digitalfirst-{uuid4()}"
    try:
        file.write_text("written", encoding="utf-8")
        same = file.read_text("utf-8") == "written"
        file.unlink()
    except OSError as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:
        if not is_store_error(error):
            raise
        return first_line(error)
    return "" if same else "what is read is not what was written"
