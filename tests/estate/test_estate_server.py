"""The estate on loopback, asked by ordinary clients."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator

import pytest

from digitalfirst.estate import Estate, EstateRequest, EstateServer, serve


@pytest.fixture(scope="module")
def server() -> Iterator[EstateServer[Estate]]:
    with serve(Estate(1, councils=8, pages=60)) as running:
        yield running


def secure_home(server: EstateServer[Estate]) -> str:
    usual = (one for one in server.estate.profiles if one.https and one.habits.packed)
    return next(one.home for one in usual if one.habits.certificate == "in-order")


def opener(server: EstateServer[Estate]) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context(cafile=str(server.ca_file))
    proxies = {"http": server.proxy_url, "https": server.proxy_url}
    return urllib.request.build_opener(
        urllib.request.ProxyHandler(proxies), urllib.request.HTTPSHandler(context=context)
    )


def tunnel(server: EstateServer[Estate], host: str) -> http.client.HTTPSConnection:
    context = ssl.create_default_context(cafile=str(server.ca_file))
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=10)
    connection.set_tunnel(host)
    return connection


def test_a_verifying_client_gets_the_page_through_a_tunnel(server: EstateServer[Estate]) -> None:
    home = secure_home(server)
    body = opener(server).open(home, timeout=10).read()
    assert body == server.estate.respond(EstateRequest(home)).body


def test_a_client_that_does_not_trust_the_authority_refuses(server: EstateServer[Estate]) -> None:
    connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=10)
    connection.set_tunnel(secure_home(server).split("/")[2])
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")


def test_plain_requests_go_through_the_proxy_and_are_redirected(
    server: EstateServer[Estate],
) -> None:
    home = next(one.home for one in server.estate.profiles if one.https_redirect)
    reply = opener(server).open(home.replace("https:", "http:"), timeout=10)
    assert reply.url == home


def test_a_tunnel_is_kept_alive(server: EstateServer[Estate]) -> None:
    home = secure_home(server)
    connection = tunnel(server, home.split("/")[2])
    before = len(server.log)
    for _ in range(3):
        connection.request("GET", "/")
        reply = connection.getresponse()
        assert reply.status == 200
        assert len(reply.read()) == int(reply.headers["Content-Length"])
    connection.close()
    assert [one.method for one in server.log[before:]] == ["CONNECT", "GET", "GET", "GET"]


def test_head_has_the_length_and_no_body(server: EstateServer[Estate]) -> None:
    connection = tunnel(server, secure_home(server).split("/")[2])
    connection.request("HEAD", "/")
    reply = connection.getresponse()
    assert int(reply.headers["Content-Length"]) > 1000
    assert reply.read() == b""
    connection.close()


def test_gzip_is_used_only_when_it_is_taken(server: EstateServer[Estate]) -> None:
    connection = tunnel(server, secure_home(server).split("/")[2])
    connection.request("GET", "/", headers={"Accept-Encoding": "gzip"})
    reply = connection.getresponse()
    packed = reply.read()
    connection.request("GET", "/", headers={"Accept-Encoding": "identity"})
    plain = connection.getresponse().read()
    connection.close()
    assert reply.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain


def test_a_tunnel_to_an_unknown_host_is_refused(server: EstateServer[Estate]) -> None:
    with pytest.raises(OSError, match="502"):
        tunnel(server, "www.nowhere.test").request("GET", "/")


def test_an_unknown_plain_host_is_a_bad_gateway(server: EstateServer[Estate]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="502"):
        opener(server).open("http://www.nowhere.test/", timeout=10)


def test_the_host_header_names_the_site_when_no_proxy_is_used(server: EstateServer[Estate]) -> None:
    home = next(one for one in server.estate.profiles if one.https_redirect)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/", headers={"Host": home.host})
    assert connection.getresponse().headers["Location"] == home.home
    connection.close()


def test_clients_that_hang_up_do_no_harm(server: EstateServer[Estate]) -> None:
    host = secure_home(server).split("/")[2]
    for nonsense in (
        b"",
        b"GET",
        b"\x16\x03\x01\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port)) as half:
            half.sendall(nonsense)
    with socket.create_connection(("127.0.0.1", server.port)) as half:
        half.sendall(f"CONNECT {host}:443 HTTP/1.1\r\n\r\n".encode())
        half.recv(100)
        half.sendall(b"this is no TLS")
    assert opener(server).open(secure_home(server), timeout=10).status == 200


def test_a_posted_form_is_seen_in_the_log(server: EstateServer[Estate]) -> None:
    home = secure_home(server)
    reply = opener(server).open(f"{home}submit/anything", data=b"name=x", timeout=10)
    assert reply.status == 200
    assert ("POST", "/submit/anything") in {(one.method, one.path) for one in server.log}


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
def test_wget_gets_a_page_through_the_proxy(server: EstateServer[Estate]) -> None:
    home = secure_home(server)
    command = ["wget", "-q", "-O", "-", f"--ca-certificate={server.ca_file}", home]
    settings = {**os.environ, "https_proxy": server.proxy_url, "no_proxy": ""}
    done = subprocess.run(command, env=settings, capture_output=True, check=True, timeout=30)
    assert done.stdout == server.estate.respond(EstateRequest(home)).body
