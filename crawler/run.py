"""A run: what was asked, and where its evidence, tables and report lie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from config import ConfigError, Council, Method, Service, load_method, load_services
from config.crawl import CrawlRules, load_crawl_rules
from config.govuk_links import GovukLink, load_govuk_links
from crawler.store import files_in, read_each, whole_file
from crawler.window import parse_window

Render = Literal["none", "sample", "all"]
TOOL_VERSION = version("digitalfirst")


class CrawlSettings(BaseModel):
    """How a run crawls.

    `delay` is in seconds; `contact` goes into the User-Agent; `at_once` is how many councils each
    process crawls side by side; `between` the hours in which it may (`20:00-06:00`), any if empty.
    `render` says of which pages a browser is asked: a `sample` of so many a council, all or none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    max_pages: int = Field(default=150, ge=1)
    delay: float = Field(default=1.0, ge=0)
    contact: str = ""
    allow_private: bool = False
    seed: int = 0
    at_once: int = Field(default=200, ge=1)
    between: str = ""
    render: Render = "none"
    sample: int = Field(default=20, ge=1)

    @field_validator("between")
    @classmethod
    def _is_a_span_of_time(cls, text: str) -> str:
        if text:
            parse_window(text)
        return text

    @property
    def user_agent(self) -> str:
        """How the crawler names itself to the sites it visits."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"digitalfirst/{TOOL_VERSION} (audit of council websites{contact})"


class RunRecord(BaseModel):
    """The file `run.json`: what was asked, by which version, when (ISO 8601, UTC).

    `methods` are the ids of the methods that rated it, the main one first; `reviewed` is how many
    ratings of services a person had decided by then, `overruled` how many of them otherwise than
    the machine. `challenge` is the template of the report's links to challenge a rating, none if
    empty.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    created: str
    version: str = TOOL_VERSION
    settings: CrawlSettings = CrawlSettings()
    councils: tuple[Council, ...]
    methods: tuple[str, ...] = ()
    reviewed: int = 0
    overruled: int = 0
    challenge: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run's folder and its parts; the folder may be one in a store: see crawler/store.py."""

    folder: Path

    @property
    def record_path(self) -> Path:
        """Where it says what was asked."""
        return self.folder / "run.json"

    @property
    def tables(self) -> Path:
        """The folder of the tables."""
        return self.folder / "tables"

    @property
    def export(self) -> Path:
        """The folder of the files made for other programs."""
        return self.folder / "export"

    @property
    def groups(self) -> Path:
        """The groups of councils last reported on, if any: see reports/groups.py."""
        return self.folder / "groups.csv"

    @property
    def report(self) -> Path:
        """The folder of the report site."""
        return self.folder / "report"

    @property
    def decisions(self) -> Path:
        """The file of the reviewers' decisions; not there before the first."""
        return self.folder / "review" / "decisions.csv"

    @property
    def machine(self) -> Path:
        """The folder of the machine's own table `services`, no decision laid over it."""
        return self.folder / "review" / "machine"

    def evidence(self, slug: str) -> Path:
        """A council's WARC file, also when another crawler wrote it uncompressed."""
        folder = self.folder / "evidence"
        plain = folder / f"{slug}.warc"
        return plain if plain.exists() else folder / f"{slug}.warc.gz"

    def evidence_of(self, slugs: Sequence[str]) -> list[Path]:
        """The WARC files of so many councils, in their order; their folder is listed once."""
        folder = self.folder / "evidence"
        plain = {name for name in files_in(folder) if name.endswith(".warc")}
        ends = (".warc" if f"{slug}.warc" in plain else ".warc.gz" for slug in slugs)
        return [folder / f"{slug}{end}" for slug, end in zip(slugs, ends, strict=True)]

    def ending(self, slug: str) -> Path:
        """The file that says how a council's crawl ended."""
        return self.folder / "evidence" / f"{slug}.json"

    @property
    def parts(self) -> Path:
        """What a cluster has of councils that are under way: see crawler/cluster/parts.py."""
        return self.folder / "parts"

    @property
    def services_file(self) -> Path:
        """The run's own list of services, where it has one."""
        return self.folder / "services.yaml"

    @property
    def rules_file(self) -> Path:
        """The run's own rules for the crawl, where it has them."""
        return self.folder / "crawl.yaml"

    def load_crawl_rules(self) -> CrawlRules:
        """The rules by which the run is crawled: its own, else those configured."""
        return load_crawl_rules(self.rules_file) if self.rules_file.exists() else load_crawl_rules()

    @property
    def links_file(self) -> Path:
        """Where GOV.UK sends citizens, where the run was given it."""
        return self.folder / "govuk-links.csv"

    def load_services(self) -> tuple[Service, ...]:
        """The services that the run surveys: its own, else those configured."""
        return load_services(self.services_file) if self.services_file.exists() else load_services()

    def load_links(self) -> dict[str, tuple[GovukLink, ...]]:
        """GOV.UK's links by council (GSS code); none where the run was not given any."""
        return load_govuk_links(self.links_file) if self.links_file.exists() else {}

    def find_method(self, id: str) -> Method:
        """A method that rated the run: its own copy, else the one configured."""
        own = self.folder / "methods" / f"{id}.yaml"
        return load_method(own if own.exists() else id)

    def read_ending(self, slug: str) -> dict[str, Any]:
        """How a council's crawl ended; empty where it did not, or not yet."""
        return self.read_endings([slug])[0]

    def read_endings(self, slugs: Sequence[str]) -> list[dict[str, Any]]:
        """How the crawls of so many councils ended, in their order."""
        return [_as_ending(text) for text in read_each(map(self.ending, slugs))]

    def read(self) -> RunRecord:
        """What was asked of this run.

        Raises:
            ConfigError: the folder is no run's, or its `run.json` is damaged.
        """
        try:
            return RunRecord.model_validate_json(self.record_path.read_bytes())
        except OSError as error:
            raise ConfigError(
                f"{self.folder}: is not a run's folder: it has no run.json"
            ) from error
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "the file"
            raise ConfigError(f"{self.record_path}: {field}: {first['msg']}") from error

    def write(self, record: RunRecord) -> None:
        """Write `run.json`, whole or not at all."""
        write_whole(self.record_path, record.model_dump_json(indent=1))


def _as_ending(text: bytes | None) -> dict[str, Any]:
    try:
        ending = json.loads(text or b"{}")
    except ValueError:
        return {}
    return ending if isinstance(ending, dict) else {}


def new_record(name: str, councils: tuple[Council, ...], settings: CrawlSettings) -> RunRecord:
    """The record of a run that begins now."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return RunRecord(name=name, created=created, settings=settings, councils=councils)


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that a crash leaves the old one or the new one, never half of one."""
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
