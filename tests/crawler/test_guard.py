import pytest
from scrapy import Request

from crawler.middlewares import AddressGuard, PrivateAddress, is_public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://localhost:8000/",
        "http://db.localhost/",
        "file:///etc/passwd",
        "ftp://barchester.gov.uk/",
    ],
)
def test_an_address_that_is_not_public_is_refused(url: str) -> None:
    with pytest.raises(PrivateAddress):
        AddressGuard(allow_private=False).process_request(Request(url))


def test_a_public_address_passes() -> None:
    AddressGuard(allow_private=False).process_request(Request("https://www.barchester.gov.uk/"))
    AddressGuard(allow_private=False).process_request(Request("https://51.140.0.1/"))


def test_private_addresses_pass_where_the_user_says_so() -> None:
    AddressGuard(allow_private=True).process_request(Request("http://127.0.0.1/"))


@pytest.mark.parametrize("address", ["224.0.0.1", "100.64.0.1", "192.0.2.1", "198.18.0.1", "::"])
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)
