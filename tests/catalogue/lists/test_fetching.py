"""One bounded reading by HTTP, against a real server that hangs, lies, truncates, leads astray."""

import gzip
import ssl
import time
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.errors import SourceDown
from parvis.catalogue.lists import addresses, fetching
from parvis.catalogue.lists.addresses import may_be_called
from parvis.catalogue.lists.fetching import fetch_json
from tests.catalogue.lists.certificates import certificate_for
from tests.catalogue.lists.http_server import closed_port


def failure(address, seconds=2.0):
    with pytest.raises(SourceDown) as down:
        fetch_json(address, seconds=seconds)
    return str(down.value)


def test_a_document_is_read_under_the_name_of_its_server(server):
    address = server.at("/rues", [{"id": 1}])
    assert fetch_json(f"{address}?ville=Caen", seconds=2) == [{"id": 1}]
    assert server.asked == ["/rues?ville=Caen"]
    assert server.headers[0]["Host"] == f"127.0.0.1:{server.server_port}"
    assert server.headers[0]["Accept-Encoding"] == "identity"


def slowly(page):
    """Send a byte now and then, for ever: no wait of a socket is ever too long."""
    page.send_response(200)
    page.end_headers()
    while not page.server.over.wait(0.05):
        page.wfile.write(b" ")
        page.wfile.flush()


def slow_headers(page):
    page.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not page.server.over.wait(0.05):
        page.wfile.write(b"X")
        page.wfile.flush()


@pytest.mark.parametrize(
    "answer",
    [lambda page: page.wait(), slowly, slow_headers],
    ids=["hangs", "drips its answer", "drips its headers"],
)
def test_a_server_that_never_ends_is_left_at_the_deadline(server, answer):
    start = time.monotonic()
    assert "n’a pas tout répondu en 0.4 secondes" in failure(server.at("/rues", answer), seconds=0.4)
    assert time.monotonic() - start < 2


def truncated(page):
    page.send_response(200)
    page.send_header("Content-Length", "500")
    page.end_headers()
    page.wfile.write(b"[1, 2")


def enormous(page):
    page.send_response(200)
    page.send_header("Content-Length", str(50_000_000))
    page.end_headers()
    for _part in range(50):
        page.wfile.write(b" " * 1_000_000)


def deep(page):
    page.give(b"[" * 200_000 + b"]" * 200_000)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda page: page.give(b"<html>"), "pas du JSON"),
        (lambda page: page.give(b"\xff\xfe\x00"), "pas du JSON"),
        (lambda page: page.give(b"[NaN]"), "pas du JSON"),
        (deep, "pas du JSON"),
        (truncated, "interrompue"),
        (enormous, "dépasse 5"),
        (lambda page: page.give(b"nothing", status=500), "code 500"),
        (lambda page: page.give(b"", status=204), "code 204"),
        (lambda page: page.give(gzip.compress(b"[]"), Content_Encoding="gzip"), "compresse"),
        (lambda page: page.wfile.write(b"what is this\r\n\r\n"), "interrompue"),
        (lambda page: None, "interrompue"),
    ],
    ids=["html", "bytes", "nan", "deep", "cut short", "50 MB", "500", "204", "gzip", "not HTTP", "hangs up"],
)
def test_what_is_not_the_whole_document_is_refused_with_its_reason(server, answer, said):
    assert said in failure(server.at("/rues", answer))


def leading(to):
    return lambda page: page.give(b"", status=302, Location=to)


def test_a_redirection_is_followed_and_a_loop_is_not(server):
    server.at("/neuf", ["ok"])
    assert fetch_json(server.at("/ancien", leading("/neuf")), seconds=2) == ["ok"]
    assert "trop de fois" in failure(server.at("/rond", leading("/rond")))
    assert len([path for path in server.asked if path == "/rond"]) == fetching.MOST_REDIRECTIONS + 1


@pytest.mark.parametrize(
    "inner",
    [
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.2]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://2130706434/",
    ],
)
def test_a_redirection_to_an_inner_network_is_refused(server, inner):
    assert "réseau interne" in failure(server.at("/ailleurs", leading(inner)))


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gopher://127.0.0.1/", "http:///x", "http://a:b@127.0.0.1/"]
)
def test_a_redirection_to_what_is_not_a_page_is_refused(server, address):
    assert failure(server.at("/ailleurs", leading(address)))


def test_without_the_operators_word_the_loopback_is_not_called(server, settings):
    settings.SOURCE_NETWORKS = []
    assert "réseau interne" in failure(server.at("/rues", []))
    assert server.asked == []


def test_nobody_listening_or_no_such_name_is_a_failure(server):
    assert "échoué" in failure(f"http://127.0.0.1:{closed_port()}/")
    assert "introuvable" in failure("http://nulle-part.invalid/")


@pytest.fixture
def protected(server, tmp_path, monkeypatch):
    """Return a function that gives the address of the server over TLS, under a name that leads to it."""
    pem = certificate_for("data.example.fr", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.at("/rues", ["ok"])
    monkeypatch.setattr(addresses, "_numbers", lambda *_asked: ["127.0.0.1"])

    def address(name, *, trusted=True):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        return f"https://{name}:{server.server_port}/rues"

    return address


def test_over_tls_the_certificate_is_that_of_the_name_though_the_number_is_called(protected):
    assert fetch_json(protected("data.example.fr"), seconds=2) == ["ok"]


def test_a_certificate_of_another_name_or_that_nobody_vouches_for_is_refused(protected):
    assert "certificat" in failure(protected("data.example.fr", trusted=False))
    assert "certificat" in failure(protected("autre.example.fr"))


def test_a_server_that_speaks_plainly_where_tls_is_asked_is_refused(server):
    assert failure(server.at("/rues", []).replace("http:", "https:"))


def test_a_redirection_from_tls_to_no_protection_is_refused(server, protected):
    address = protected("data.example.fr")
    server.at("/rues", leading("http://data.example.fr/"))
    assert "pas protégée" in failure(address)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "::1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::",
    ],
)  # fmt: skip
def test_an_inner_number_is_never_called_unless_allowed(number, settings):
    settings.SOURCE_NETWORKS = []
    assert not may_be_called(ip_address(number))
    settings.SOURCE_NETWORKS = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    assert may_be_called(ip_address(number))


@given(st.ip_addresses(network="127.0.0.0/8") | st.ip_addresses(network="10.0.0.0/8"))
def test_no_inner_number_passes_by_being_written_in_six(address):
    assert not may_be_called(ip_address(f"::ffff:{address}"))


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111"])
def test_a_public_number_may_be_called(number, settings):
    settings.SOURCE_NETWORKS = []
    assert may_be_called(ip_address(number))
