"""Where a webhook may go: public addresses and nothing else, so that nobody has this server knock at doors inside the house."""

import ipaddress
import queue
import re
import socket
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 500
SECONDS_TO_RESOLVE = 5
PLAIN = re.compile(r"[!-~]+")
# What IANA keeps for something other than the public Internet (its registries of special-purpose addresses), and multicast.
NO_PUBLIC_IPV4 = [
    ipaddress.ip_network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
# Only this part of IPv6 is in public use. IPv4 in other clothes (mapped, NAT64) lies outside of it, or is named below (Teredo, 6to4).
PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
NO_PUBLIC_IPV6 = [ipaddress.ip_network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")]


class Refused(Exception):
    """A webhook does not go to this address; the text says why."""


@dataclass(frozen=True)
class Target:
    """An address taken apart: what is asked of which host and port."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """The host as the Host header names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"https": 443, "http": 80}[self.scheme] else f"{host}:{self.port}"


def is_allowed(address: str) -> bool:
    """Whether a webhook may go to an IP address: a public one, or one in a network that the settings name."""
    found = ipaddress.ip_address(address)
    if any(found in ipaddress.ip_network(each) for each in settings.WEBHOOK_NETWORKS):
        return True
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in NO_PUBLIC_IPV4)
    return not found.scope_id and found in PUBLIC_IPV6 and not any(found in network for network in NO_PUBLIC_IPV6)


def target_of(url: str) -> Target:
    """An address taken apart. Raises Refused for one to which no webhook goes."""
    if len(url) > LONGEST or not PLAIN.fullmatch(url):
        raise Refused(_("An address has no spaces and only plain letters; write others percent-encoded, and foreign hosts as xn--."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(_("This is no address.")) from error
    if parts.scheme not in ({"https", "http"} if settings.WEBHOOK_HTTP else {"https"}):
        raise Refused(_("An address begins with https://."))
    if not parts.hostname or "%" in parts.hostname or "\\" in parts.netloc:
        raise Refused(_("This is no address."))
    if "@" in parts.netloc:
        raise Refused(_("No name and no password stand in an address: every delivery is signed instead."))
    if "#" in url:
        raise Refused(_("An address has no #: what stands behind it is never sent."))
    port = port if port is not None else {"https": 443, "http": 80}[parts.scheme]
    if port not in settings.WEBHOOK_PORTS:
        raise Refused(_("This port is not among those to which webhooks go."))
    target = Target(parts.scheme, parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    if _is_ip(target.host) and not is_allowed(target.host):
        raise Refused(_("This address is not a public one."))
    return target


def check_url(url: str) -> None:
    """Raise ValidationError for an address to which no webhook goes."""
    try:
        target_of(url)
    except Refused as refusal:
        raise ValidationError(refusal.args[0]) from refusal


def resolved(target: Target) -> list[str]:
    """The IP addresses of a host, asked for once; Refused where a single one of them is not public."""
    found = list(dict.fromkeys(str(answer[4][0]) for answer in _asked(target)))
    if not found:
        raise Refused(_("This name has no address."))
    if not all(is_allowed(address) for address in found):
        raise Refused(_("This name leads to an address that is not a public one."))
    return found


def _asked(target: Target) -> Any:
    """What the resolver says; it knows no time limit of its own, so it is asked beside."""
    answers: queue.Queue[Any] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS_TO_RESOLVE)
    except queue.Empty as error:
        raise Refused(_("This name could not be looked up in time.")) from error
    if isinstance(answer, Exception):
        raise Refused(_("This name has no address.")) from answer
    return answer


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
