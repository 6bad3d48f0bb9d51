import json
import subprocess
import zipfile
from pathlib import Path

from reports.wacz import WACZ, export_wacz
from scoring.tables import read_tables
from tests.conftest import Audited


def test_evidence_is_packed_so_that_webrecorders_own_tool_accepts_it(
    audited: Audited, tmp_path: Path
) -> None:
    pages = read_tables(audited.run.tables, ["pages"])["pages"]
    packed = export_wacz(audited.run, pages, tmp_path)
    assert [path.stem for path in packed] == [each.slug for each in audited.estate.councils]
    validated = subprocess.run([*WACZ, "validate", "-f", str(packed[0])], capture_output=True)
    assert validated.returncode == 0
    with zipfile.ZipFile(packed[0]) as archive:
        listed = archive.read("pages/pages.jsonl").decode().splitlines()
        evidence = archive.read(f"archive/{packed[0].stem}.warc.gz")
    assert len(listed) > 20
    assert json.loads(listed[1])["url"].startswith("http")
    assert evidence == audited.run.evidence(packed[0].stem).read_bytes()
