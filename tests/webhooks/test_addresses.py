"""Nobody has this server knock at doors inside the house."""

import ipaddress
import threading

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from qcdc.webhooks import addresses
from qcdc.webhooks.addresses import NO_PUBLIC_IPV4, NO_PUBLIC_IPV6, Refused, check_url, is_allowed, resolved, target_of

INSIDE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "239.255.255.255", "255.255.255.255", "240.0.0.1", "192.0.2.7", "198.18.0.1", "203.0.113.9", "192.88.99.1"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "3fff::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:0808:0808::1"),
    *("2001::1", "2001:0:4136:e378::1", "2001:10::1", "2001:20::1", "fe80::1%eth0", "fec0::1", "5f00::1"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_public_is_refused(address):
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.1.1", "203.162.0.11", "2400:cb00::1", "2a00:1450::1", "2001:4860:4860::8888"])
def test_what_is_public_is_allowed(address):
    assert is_allowed(address)


@given(st.sampled_from(NO_PUBLIC_IPV4 + NO_PUBLIC_IPV6).flatmap(lambda network: st.ip_addresses(network=network)))
def test_no_address_of_a_network_apart_is_allowed(address):
    assert not is_allowed(str(address))


@given(st.ip_addresses())
def test_what_is_allowed_is_public_by_the_book_too(address):
    if is_allowed(str(address)):
        assert address.is_global
        kinds = ("is_multicast", "is_private", "is_loopback", "is_link_local", "is_reserved")
        assert not any(getattr(address, kind) for kind in kinds)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "64:ff9b:1::{}", "::ffff:0:{}"]))
def test_no_ipv4_in_other_clothes_is_allowed(address, clothes):
    assert not is_allowed(clothes.format(address))


@given(st.ip_addresses(v=4))
def test_no_6to4_and_no_teredo_is_allowed(address):
    high, low = divmod(int(address), 2**16)
    assert not is_allowed(f"2002:{high:x}:{low:x}::1")
    assert not is_allowed(f"2001:0:{high:x}:{low:x}::1")


def test_a_network_of_the_house_is_allowed_where_the_settings_name_it(settings):
    settings.WEBHOOK_NETWORKS = ["10.1.2.0/24", "fd00:1::/64"]
    assert is_allowed("10.1.2.9")
    assert is_allowed("fd00:1::5")
    assert not is_allowed("10.1.3.9")
    assert not is_allowed("::ffff:10.1.2.9")


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.vn/x", "ftp://example.vn", "//example.vn", "example.vn", "https://", "https:///x", "javascript:alert(1)"),
        *("https://user:pass@example.vn", "https://user@example.vn", "https://@example.vn/", "https://example.vn@127.0.0.1/"),
        *("https://example.vn:22/", "https://example.vn:0/", "https://example.vn:99999/", "https://example.vn:x/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest/meta-data"),
        *(
            "https://example.vn/#x",
            "https://example.vn/a b",
            "https://example.vn/\r\nX: y",
            "https://ví-dụ.vn/",
            "https://[::1",
            "https://x\\y/",
        ),
        *("https://example.vn/" + "x" * 500, "", "https://[fe80::1%25eth0]/", "file:///etc/passwd", "https://exa%6dple.vn/"),
    ],
)
def test_an_address_to_which_no_webhook_goes_is_refused_when_it_is_entered(url):
    with pytest.raises(ValidationError):
        check_url(url)


def test_an_address_is_taken_apart():
    target = target_of("https://Example.vn:8443/a/b?c=d")
    assert (target.host, target.port, target.path, target.name) == ("example.vn", 8443, "/a/b?c=d", "example.vn:8443")
    assert target_of("https://example.vn").path == "/"
    assert target_of("https://[2400:cb00::1]/").name == "[2400:cb00::1]"


def answering(monkeypatch, *found):
    """Have every name lead to these addresses."""
    asked = []

    def getaddrinfo(host, port, **more):
        asked.append(host)
        family = {4: 2, 6: 10}
        return [(family[ipaddress.ip_address(each).version], 1, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["2400:cb00::1", "::1"], ["8.8.8.8", "::ffff:8.8.8.8"], []])
def test_a_name_is_refused_when_one_of_its_addresses_is_not_public(monkeypatch, found):
    answering(monkeypatch, *found)
    with pytest.raises(Refused):
        resolved(target_of("https://example.vn/"))


def test_a_name_is_looked_up_once_and_each_address_named_once(monkeypatch):
    asked = answering(monkeypatch, "8.8.8.8", "8.8.8.8", "2400:cb00::1")
    assert resolved(target_of("https://example.vn/")) == ["8.8.8.8", "2400:cb00::1"]
    assert asked == ["example.vn"]


@pytest.mark.parametrize(
    "written", ["https://0x7f000001/", "https://2130706433/", "https://127.1/", "https://017700000001/", "https://localhost/"]
)
def test_a_loopback_written_in_another_way_is_refused_before_anything_is_sent(written):
    with pytest.raises(Refused):
        resolved(target_of(written))


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch):
    hold = threading.Event()
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *given, **more: hold.wait(5))
    monkeypatch.setattr(addresses, "SECONDS_TO_RESOLVE", 0.05)
    with pytest.raises(Refused):
        resolved(target_of("https://example.vn/"))
    hold.set()
