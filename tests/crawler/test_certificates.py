"""What TLS told: the certificate that each host showed is in the evidence, once."""

from pathlib import Path

from cryptography import x509

from crawler.archive import CERTIFICATE, RESOURCE, read_archive
from crawler.run import CrawlSettings, Run, new_record
from crawler.survey import crawl
from crawler.urls import host_of
from digitalfirst.demo import served
from digitalfirst.estate import Estate


def test_the_certificate_of_each_host_is_kept_once_also_through_a_proxy(tmp_path: Path) -> None:
    estate = Estate(seed=11, councils=3, pages=40)
    run = Run(tmp_path / "run")
    settings = CrawlSettings(max_pages=10, delay=0, contact="test@digitalfirst.test")
    run.write(new_record("run", estate.councils, settings))
    with served(estate):
        crawl(run, lambda news: None)
    secure = [each for each in estate.councils if each.homepage.startswith("https:")]
    assert secure
    for council in secure:
        captures = list(read_archive(run.evidence(council.slug)))
        kept = [c for c in captures if c.kind == RESOURCE and c.url.startswith(CERTIFICATE)]
        hosts = [each.url.removeprefix(CERTIFICATE) for each in kept]
        assert len(hosts) == len(set(hosts))
        home = host_of(council.homepage)
        shown = x509.load_der_x509_certificate(kept[hosts.index(home)].body)
        names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert home in names.get_values_for_type(x509.DNSName)
