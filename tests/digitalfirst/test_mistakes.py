"""What a user gets wrong is told in one line, with exit code 2, and changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crawler.run import Run
from digitalfirst.cli import main
from tests.conftest import Audited
from tests.digitalfirst.command import run

SITE = "http://127.0.0.1:1/"
METHOD = Path(__file__).parents[2] / "config" / "methods" / "digital-first.yaml"
REGISTER = "slug,name,type,homepage\nbarchester,Barchester,{type},{homepage}\n"

FILES = {
    "headless.csv": "slug,name,type\nbarchester,Barchester,county\n",
    "no-address.csv": REGISTER.format(type="county", homepage="barchester.gov.uk"),
    "slip.csv": REGISTER.format(type="unitry", homepage=SITE),
    "empty.csv": "slug,name,type,homepage\n",
    "twice.csv": REGISTER.format(type="county", homepage=SITE) + f"barchester,B,county,{SITE}\n",
    "wrong-tier.yaml": (
        "services:\n  - lgsl: 524\n    id: bins\n    name: Bins\n    group: Bins\n"
        "    tier: galactic\n    action: report\n    ceiling: 4\n    words: {en: [bins]}\n"
    ),
    "no-yaml.yaml": "services: [",
    "unfinished.yaml": "id: mine\n",
    "unknown-measure.yaml": METHOD.read_text("utf-8").replace("trust.hsts", "trust.hats"),
    "page.warc.gz": "<html>no WARC</html>",
    "page.html": "",
    "words.html": "no tag in sight",
    "file": "",
    "damaged/run.json": '{"name": ',
    "odd/run.json": '{"name": "odd", "created": "", "councils": [{"slug": "A B"}]}',
    "folder/notes.txt": "nothing here",
    "links.csv": "GSS,Description\nE1,Bins\n",
    "sheet.csv": "slug,lgsl,stage,note,reviewer\nnowhere,524,3,seen,A\n",
    "other.csv": "slug,lgsl,score\nbarchester,524,3\n",
    "quote.csv": 'slug,lgsl,stage,note,reviewer\nbarchester,524,3,"seen" so,A\n',
    "sheetless.csv": "slug,group\n",
    "lone.csv": "slug\nbarchester\n",
    "blank.csv": "slug,group\nbarchester,West\nbarchester,\n",
    "alike.csv": "slug,group\nbarchester,West & East\nbarchester,west east\n",
    "unfilled.csv": "slug,lgsl,stage,note,reviewer\nnowhere,524,,,\n",
}

# What is typed, and what the line says: first where the mistake is, then what it is.
MISTAKES = {
    "register missing": ("crawl new --councils absent.csv", "absent.csv: cannot be read"),
    "register a folder": ("crawl new --councils folder", "folder: cannot be read"),
    "column missing": ("crawl new --councils headless.csv", "headless.csv:1: homepage: this colu"),
    "no URL": ("crawl new --councils no-address.csv", "no-address.csv:2: homepage: 'barchester."),
    "type misspelt": ("crawl new --councils slip.csv", "slip.csv:2: type: 'unitry' is no type"),
    "register empty": ("crawl new --councils empty.csv", "empty.csv:1: the register has no counc"),
    "slug twice": ("crawl new --councils twice.csv", "twice.csv:3: slug: 'barchester' stands in"),
    "where without value": ("crawl new --where type", "--where 'type': write COLUMN=VALUE"),
    "where of no column": ("crawl new --where hue=red", "--where 'hue=red': write COLUMN=VALUE"),
    "where of no value": ("crawl new --where type=moon", "type is one of: county, london-borough"),
    "no contact": ("crawl new", "say who is asking before visiting live sites: --contact ADDRESS"),
    "no contact for one site": ("audit https://barchester.gov.test/", "say who is asking"),
    "hours": ("crawl new --between night --where type=county", "--between: 'night' is no span of"),
    "links without column": ("crawl new --links links.csv", "links.csv:1: LGSL: this column"),
    "new run in a file": (f"audit {SITE} --out file", "file: is a file, not a folder"),
    "unwritable": (f"audit {SITE} --out /proc/run", "/proc/run"),
    "homepage": ("audit barchester", "'barchester' is not an http or https URL"),
    "scheme": ("audit ftp://barchester.gov.uk/", "'ftp://barchester.gov.uk/' is not an http"),
    "type": (f"audit {SITE} --type unitry", "--type 'unitry': is none of: county, shire-distri"),
    "nation": (f"audit {SITE} --nation France", "--nation 'France': is none of: England"),
    "service tier": ("services --services wrong-tier.yaml", "wrong-tier.yaml:6: services.0.tier"),
    "no YAML": ("services --services no-yaml.yaml", "no-yaml.yaml:1: is not YAML"),
    "method unknown": ("score run --method best", "no method is called 'best'; there are: "),
    "method unknown to audit": (f"audit {SITE} --method best", "no method is called 'best'"),
    "method unfinished": ("score run --method unfinished.yaml", "unfinished.yaml:1: title"),
    "measure unknown": ("score run --method unknown-measure.yaml", "called 'trust.hats'"),
    "method twice": (f"score run --method digital-first --method {METHOD}", "'digital-first'"),
    "no run": ("status folder", "folder: is not a run's folder: it has no run.json"),
    "run absent": ("report absent", "absent: is not a run's folder"),
    "run a file": ("export page.html", "page.html: is not a run's folder"),
    "run damaged": ("status damaged", "damaged/run.json: the file: Invalid JSON"),
    "run odd": ("score odd", "odd/run.json: councils.0.slug"),
    "no WARC": ("score page.warc.gz", "page.warc.gz: is not a WARC file"),
    "WARC options for a run": ("score run --out new", "run is no WARC file"),
    "report before score": ("report unscored", "unscored has not been scored yet: digitalfirst sc"),
    "export before score": ("export unscored", "unscored has not been scored yet"),
    "groups absent": ("report run --groups absent.csv", "absent.csv: cannot be read"),
    "groups without column": ("report run --groups lone.csv", "lone.csv:1: group: this column"),
    "groups blank": ("report run --groups blank.csv", "blank.csv:3: group: Field required"),
    "groups alike": ("report run --groups alike.csv", "alike.csv:3: group: 'west east' and 'West"),
    "groups empty": ("report run --groups sheetless.csv", "sheetless.csv:1: there are no groups"),
    "challenge of no scheme": ("report run --challenge javascript:a", "must begin with mailto: or"),
    "challenge of a wrong name": ("report run --challenge mailto:a@b?{slug}", "placeholder {slug}"),
    "table damaged": ("report spoilt", "spoilt/tables/findings.parquet: is damaged; score again"),
    "other settings": ("crawl run --allow-private --max-pages 7", "max_pages 200, not 7; delay"),
    "sheet absent": ("review run import absent.csv", "absent.csv: cannot be read"),
    "sheet a workbook": (
        "review run import book.xlsx",
        "book.xlsx: is not UTF-8 text (byte 4): sav",
    ),
    "sheet not CSV": ("review run import quote.csv", "quote.csv:2: is not CSV"),
    "sheet without column": (
        "review run import other.csv",
        "other.csv:1: stage: this column is mi",
    ),
    "sheet of another run": ("review run import sheet.csv", "sheet.csv:2: slug: 'nowhere' is no"),
    "sheet unfilled": ("review run import unfilled.csv", "unfilled.csv: decides nothing"),
    "sheet before score": ("review unscored export", "unscored has not been scored yet"),
    "sheet over another": ("review run export --out sheet.csv", "sheet.csv: is there already"),
    "sheet nowhere": ("review run export --out absent/s.csv", "absent/s.csv: No such file"),
    "sheet of no council": (
        "review run export --where slug=x",
        "--where 'slug=x': no such council",
    ),
    "sheet drawn and not": (
        "review run export --most 1 --sample 1",
        "give --most or --sample, not",
    ),
    "decisions damaged": (
        "review misjudged export",
        "review/decisions.csv:2: stage: String should",
    ),
    "page absent": ("check absent.html", "absent.html: cannot be read: No such file"),
    "page empty": ("check page.html", "page.html: is empty"),
    "page of words": ("check words.html", "words.html: is not an HTML page"),
    "page binary": ("check run/tables/pages.parquet", "pages.parquet: is not an HTML page"),
    "folder without pages": ("check folder", "folder: has no HTML files in it"),
    "page on the web": ("check https://example.org/", "say who is asking"),
    "page of no address": ("check https:/// --contact a@b.uk", "https:///: is not an http or"),
}


@pytest.fixture(scope="module")
def folder(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all sorts of files, and runs: whole, unscored, with a spoilt table …"""
    place = tmp_path_factory.mktemp("mistakes")
    for name, text in FILES.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    for name in ("run", "unscored", "spoilt", "misjudged"):
        (place / name).mkdir()
        shutil.copy(audited.run.record_path, place / name / "run.json")
    for name in ("run", "spoilt", "misjudged"):
        shutil.copytree(audited.run.tables, place / name / "tables")
        shutil.copytree(audited.run.machine, place / name / "review" / "machine")
    (place / "spoilt" / "tables" / "findings.parquet").write_text("not this")
    decisions = "slug,lgsl,stage,reviewer,decided_at,version\nbarchester,524,7,A,now,0.1.0\n"
    Run(place / "misjudged").decisions.write_text(decisions)
    (place / "book.xlsx").write_bytes(b"PK\x03\x04\xb5")
    return place


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_one_line_and_leaves_nothing_behind(
    name: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words, message = MISTAKES[name]
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DIGITALFIRST_CONTACT", raising=False)
    monkeypatch.setattr("sys.argv", ["digitalfirst", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.startswith("digitalfirst: ")
    assert said.err.count("\n") == 1
    assert message in said.err
    assert not (folder / "new").exists()
    assert not (folder / "runs").exists()


@pytest.mark.parametrize("name", ["column missing", "no contact", "table damaged", "page binary"])
def test_a_mistake_is_told_so_by_the_command_itself(name: str, folder: Path) -> None:
    words, message = MISTAKES[name]
    ended = run(*words.split(), folder=folder)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith("digitalfirst: ")
    assert message in ended.err


@pytest.mark.parametrize(
    "words", ["crawl", "audit http://x/ --max-pages none", "export run --format doc", "bake"]
)
def test_wrong_usage_names_what_is_wrong(words: str, tmp_path: Path) -> None:
    ended = run(*words.split(), folder=tmp_path)
    assert ended.code == 2
    assert "Error: " in ended.err
    assert "Traceback" not in ended.err
