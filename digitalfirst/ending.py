"""How a command ends: exit codes, and one line on stderr for a mistake or a mishap."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from config import ConfigError
from config.reading import first_line
from crawler.store import is_store_error
from crawler.survey import CrawlFailed
from digitalfirst.errors import Stopped, UserError
from reports.filters import ReportError

NOT_MET, WRONG, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130


def end_well(command: Callable[[], object]) -> None:
    """Run a command; what it may raise that is no fault of ours ends in one line and a code."""
    try:
        try:
            command()
        finally:
            sys.stdout.flush()
    except (ConfigError, UserError, ReportError) as error:
        _stop(str(error), WRONG)
    except Stopped as error:
        _stop(str(error), INTERRUPTED)
    except CrawlFailed as error:
        _stop(str(error), SOME_FAILED)
    except BrokenPipeError:
        _leave_quietly()
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _stop(f"{place}{error.strerror or error}", WRONG)
    except Exception as error:
        if not is_store_error(error):
            raise
        _stop(f"the store: {first_line(error)}", WRONG)
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):
            _leave_quietly()
        if ended.code == INTERRUPTED:
            _stop("stopped", INTERRUPTED)
        raise


def _stop(words: str, code: int) -> None:
    print(f"digitalfirst: {' '.join(words.split())}", file=sys.stderr)
    sys.exit(code)


def _leave_quietly() -> None:
    """End without a word: whoever read our output has read enough."""
    # What is left in the buffer goes nowhere when Python flushes it on its way out.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
