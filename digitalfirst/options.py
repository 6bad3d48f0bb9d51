"""The options that several commands share, each with its help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digitalfirst.errors import UserError


class RenderChoice(StrEnum):
    """Which pages a browser opens."""

    sample = "sample"
    all = "all"
    none = "none"


Against = Annotated[
    Path | None,
    typer.Option(metavar="RUN", help="say what moved since this older run, which knows the site"),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="let private and loopback addresses be visited")
]
AsJson = Annotated[bool, typer.Option("--json", help="print the result as JSON")]
Between = Annotated[
    str,
    typer.Option(
        metavar="HH:MM-HH:MM", help="crawl in these hours only, e.g. 20:00-06:00, local time"
    ),
]
Contact = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        envvar="DIGITALFIRST_CONTACT",
        help="who is asking: an e-mail or web address, told to every site visited",
    ),
]
CouncilType = Annotated[
    str, typer.Option(metavar="TYPE", help="the type of council: what it must provide")
]
Delay = Annotated[
    float, typer.Option(metavar="S", min=0, help="seconds between two requests to a host")
]
Challenge = Annotated[
    str | None,
    typer.Option(
        metavar="TEMPLATE",
        help="a mailto: or https: link beside each rating, kept for later; '' ends it",
    ),
]
Explain = Annotated[
    str | None,
    typer.Option(metavar="SLUG", help="show how a scored council's rating is worked out"),
]
FailUnder = Annotated[
    float | None,
    typer.Option(metavar="N", min=0, max=100, help="exit 1 if the score is lower, or none"),
]


def _folder(text: str) -> Path:
    """A folder of this machine.

    Raises:
        UserError: it is a URL.
    """
    if "://" in text:
        raise UserError(f"{text}: is in a store: fetch the run's tables and evidence first")
    return Path(text)


Folder = Annotated[Path, typer.Argument(metavar="RUN", help="the run's folder", parser=_folder)]
Place = Annotated[
    str, typer.Argument(metavar="RUN", help="the run's folder, or its URL in a store (s3://…)")
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="of a Dask cluster to work on, e.g. tcp://host:8786"),
]
Groups = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="a page for each group in this CSV file: slug,group"),
]
Homepage = Annotated[
    str | None,
    typer.Option(metavar="URL", help="of the site in a WARC file; else its first page"),
]
LinksFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="GOV.UK's export of local links (CSV), to be checked"),
]
MaxPages = Annotated[
    int, typer.Option(metavar="N", min=1, help="pages to read of each council, at most")
]
Methods = Annotated[
    list[str] | None,
    typer.Option(
        "--method",
        metavar="NAME|FILE",
        help="a rating method's name or YAML file; repeatable; else digital-first",
    ),
]
Nation = Annotated[
    str,
    typer.Option(
        metavar="NATION",
        help="England, Scotland, Wales or Northern Ireland; else every nation's services",
    ),
]
RenderWhich = Annotated[
    RenderChoice,
    typer.Option("--render", metavar="WHICH", help="open a sample, all or none of the pages"),
]
SampleSize = Annotated[
    int, typer.Option("--sample", metavar="N", min=1, help="pages of each council's sample")
]
Previous = Annotated[
    Path | None,
    typer.Option(metavar="RUN", help="an older run, to tell what changed since"),
]
Seed = Annotated[int, typer.Option(metavar="N", help="settles what is drawn at random")]
ServicesFile = Annotated[
    Path | None,
    typer.Option("--services", metavar="FILE", help="the services of this YAML file, not ours"),
]
SimulatedCouncils = Annotated[
    int, typer.Option(metavar="N", min=1, max=1000, help="councils to simulate")
]
SimulatedPages = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=20,
        help="pages of each simulated council, roughly; no fewer than its services take",
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN=VALUE", help="only councils with this; repeatable"),
]
Years = Annotated[
    int, typer.Option(metavar="N", min=1, max=9, help="years, each compared with the last")
]


class ExportFormat(StrEnum):
    """What `export` can write."""

    csv = "csv"
    parquet = "parquet"
    sqlite = "sqlite"
    datapackage = "datapackage"
    wacz = "wacz"


ExportFormats = Annotated[
    list[ExportFormat] | None,
    typer.Option(
        metavar="FORMAT", help=f"{', '.join(ExportFormat)}; repeatable; else {ExportFormat.csv}"
    ),
]


Bom = Annotated[
    bool,
    typer.Option("--bom", help="begin CSV files with a byte order mark: older Excel needs it"),
]


class CheckFormat(StrEnum):
    """How `check` prints findings."""

    table = "table"
    jsonl = "jsonl"
    earl = "earl"


class ListFormat(StrEnum):
    """How lists are printed."""

    table = "table"
    json = "json"


def example(command: str) -> str:
    """The end of a command's help: an example on a line of its own, which is not wrapped."""
    return f"\b\nExample:\n  {command}"
