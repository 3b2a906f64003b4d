"""A receiver that is slow, broken or ill-meaning costs seconds, and gets nothing but the one POST."""

import ssl
import subprocess
import time

import pytest

from qcdc.webhooks import addresses, posting
from qcdc.webhooks.posting import NotPosted, post
from tests.webhooks.receiver import Receiver, drips, hangs_up, never_stops, says_nothing, talks_nonsense


def send(receiver, path="/nhan"):
    return post(f"http://127.0.0.1:{receiver.port}{path}", b'{"a": 1}', {"Content-Type": "application/json", "X-Own": "x"})


def test_a_post_carries_its_body_and_headers(receiver):
    answer = send(receiver, "/nhan?khoa=1")
    (got,) = receiver.posts
    assert answer.is_received
    assert (got["path"], got["body"], got["headers"]["X-Own"]) == ("/nhan?khoa=1", b'{"a": 1}', "x")
    assert got["headers"]["Host"] == f"127.0.0.1:{receiver.port}"
    assert "Accept-Encoding" not in got["headers"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 404, 410, 429, 500, 503])
def test_what_is_no_success_is_none_and_no_redirect_is_followed(receiver, status):
    receiver.answers = [status]
    answer = send(receiver)
    assert (answer.status, answer.is_received) == (status, False)
    assert len(receiver.posts) == 1


@pytest.mark.parametrize("answer", [drips, says_nothing, hangs_up, talks_nonsense])
def test_a_bad_receiver_costs_no_more_than_its_time(receiver, monkeypatch, answer):
    monkeypatch.setattr(posting, "SECONDS_IN_ALL", 0.3)
    receiver.answers = [answer]
    began = time.monotonic()
    with pytest.raises(NotPosted):
        send(receiver)
    assert time.monotonic() - began < 1.5


def test_silence_is_not_waited_out(receiver, monkeypatch):
    monkeypatch.setattr(posting, "SECONDS_OF_SILENCE", 0.1)
    receiver.answers = [says_nothing]
    began = time.monotonic()
    with pytest.raises(NotPosted):
        send(receiver)
    assert time.monotonic() - began < 0.5


def test_an_answer_without_an_end_is_not_read_to_its_end(receiver):
    receiver.answers = [never_stops]
    assert send(receiver).is_received


def test_nobody_there(receiver):
    receiver.shutdown()
    receiver.server_close()
    with pytest.raises(NotPosted):
        send(receiver)


def test_the_connection_goes_to_what_was_looked_up_and_nowhere_else(receiver, settings, monkeypatch):
    """A resolver that tells a public address first and another afterwards is asked only once."""
    told = [["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]]

    def getaddrinfo(host, port, **more):
        return [(2, 1, 6, "", (address, port)) for address in told.pop(0)]

    connected, connect = [], posting.socket.create_connection

    def create_connection(address, **more):
        connected.append(address)
        # The standard function asks the resolver about a number, too; it cannot answer differently.
        with monkeypatch.context() as real:
            real.setattr(addresses.socket, "getaddrinfo", lookup)
            return connect(address, **more)

    lookup = addresses.socket.getaddrinfo
    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(posting.socket, "create_connection", create_connection)
    assert post(f"http://nhan.example.vn:{receiver.port}/", b"{}", {}).is_received
    assert connected == [("127.0.0.1", receiver.port)]
    assert receiver.posts[0]["headers"]["Host"] == f"nhan.example.vn:{receiver.port}"
    with pytest.raises(NotPosted):
        post(f"http://nhan.example.vn:{receiver.port}/", b"{}", {})
    assert len(receiver.posts) == 1


def test_a_network_of_the_house_is_not_knocked_at(receiver, settings):
    settings.WEBHOOK_NETWORKS = []
    for host in ("127.0.0.1", "localhost"):
        with pytest.raises(NotPosted):
            post(f"http://{host}:{receiver.port}/", b"{}", {})
    assert receiver.posts == []


@pytest.fixture
def certified(tmp_path, settings):
    """A server with a certificate of its own making, for the host nhan.example.vn."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        [*made, "-subj", "/CN=nhan.example.vn", "-addext", "subjectAltName=DNS:nhan.example.vn"], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = Receiver(context)
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_PORTS = ["127.0.0.0/8"], [server.port]
    server.certificate = str(certificate)
    yield server
    server.shutdown()
    server.server_close()


def leads_here(monkeypatch):
    monkeypatch.setattr(addresses, "_asked", lambda target: [(2, 1, 6, "", ("127.0.0.1", target.port))])


def trusting(monkeypatch, certificate):
    default = ssl.create_default_context
    monkeypatch.setattr(posting.ssl, "create_default_context", lambda: default(cafile=certificate))


def test_a_certificate_that_nobody_vouches_for_is_refused(certified, monkeypatch):
    leads_here(monkeypatch)
    with pytest.raises(NotPosted):
        post(f"https://nhan.example.vn:{certified.port}/", b"{}", {})
    assert certified.posts == []


def test_a_certificate_of_another_host_is_refused(certified, monkeypatch):
    leads_here(monkeypatch)
    trusting(monkeypatch, certified.certificate)
    with pytest.raises(NotPosted):
        post(f"https://khac.example.vn:{certified.port}/", b"{}", {})
    assert certified.posts == []


def test_the_right_certificate_is_taken(certified, monkeypatch):
    leads_here(monkeypatch)
    trusting(monkeypatch, certified.certificate)
    assert post(f"https://nhan.example.vn:{certified.port}/", b"{}", {}).is_received
    assert certified.posts[0]["headers"]["Host"] == f"nhan.example.vn:{certified.port}"


def test_a_port_that_speaks_no_tls_is_refused(receiver, settings):
    with pytest.raises(NotPosted):
        post(f"https://127.0.0.1:{receiver.port}/", b"{}", {})
    assert receiver.posts == []


@pytest.mark.parametrize("host", [".example.vn", "a..b.vn", "-", "x" * 70 + ".vn"])
def test_a_host_that_is_none_is_no_crash(monkeypatch, host):
    leads_here(monkeypatch)
    with pytest.raises(NotPosted):
        post(f"https://{host}/", b"{}", {})
