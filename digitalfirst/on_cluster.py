"""Steps that a cluster does. What it needs is an extra, and is loaded only where one is named."""

from __future__ import annotations

from importlib.util import find_spec

from crawler import survey
from crawler.run import Run
from digitalfirst.auditing import copy_audited
from digitalfirst.errors import Stopped, UserError
from digitalfirst.progress import crawl_bar


def check_extra() -> None:
    """Make sure that what a cluster needs is installed.

    Raises:
        UserError: it is not.
    """
    if find_spec("distributed") is None:
        raise UserError(
            '--scheduler needs more to be installed: pip install "digitalfirst[cluster]"'
        )


def crawl_on_cluster(run: Run, scheduler: str, goes_on: str) -> list[str]:
    """Crawl what is left of a run; returns what there is to be warned of.

    Raises:
        UserError: what a cluster needs is not installed.
        Stopped: the scheduler was lost; `goes_on` tells how to go on.
    """
    check_extra()
    from crawler.cluster.connecting import SchedulerLost
    from crawler.cluster.survey import crawl

    record = run.read()
    done = sum(each.state == "done" for each in survey.status(run))
    try:
        with crawl_bar(len(record.councils), done, record.settings.max_pages) as bar:
            return list(crawl(run, scheduler, bar.hear))
    except SchedulerLost as error:
        raise Stopped(f"{scheduler}: {error}; {goes_on}") from error


def audit_on_cluster(run: Run, scheduler: str, goes_on: str) -> None:
    """Read a run's evidence by today's rules and put the tables in place of those it has.

    Raises:
        UserError: what a cluster needs is not installed.
        Stopped: the scheduler was lost; `goes_on` tells how to go on.
    """
    check_extra()
    from crawler.cluster.connecting import SchedulerLost

    try:
        copy_audited(run, scheduler)
    except SchedulerLost as error:
        raise Stopped(f"{scheduler}: {error}; {goes_on}") from error
