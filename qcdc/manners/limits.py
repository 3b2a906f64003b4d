"""How often one caller may ask: a number of requests in a window of time, counted in the cache that all processes share."""

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache

SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


@dataclass(frozen=True)
class Limit:
    """So many requests in so many seconds, under a name that callers can tell from another."""

    name: str
    quota: int
    seconds: int

    @classmethod
    def of(cls, name: str, rate: str) -> "Limit":
        """A limit as the settings write it: 600/minute."""
        quota, _, period = rate.partition("/")
        return cls(name, int(quota), SECONDS[period[0]])


@dataclass(frozen=True)
class Standing:
    """How one caller stands with a limit after the request just counted."""

    limit: Limit
    used: int
    resets_in: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit.quota

    @property
    def headers(self) -> dict[str, str]:
        """What the caller is told, as draft-ietf-httpapi-ratelimit-headers writes it."""
        remaining = max(0, self.limit.quota - self.used)
        told = {
            "RateLimit-Policy": f'"{self.limit.name}";q={self.limit.quota};w={self.limit.seconds}',
            "RateLimit": f'"{self.limit.name}";r={remaining};t={self.resets_in}',
        }
        return told | ({"Retry-After": str(self.resets_in)} if self.is_exceeded else {})


def count(limit: Limit, who: str) -> Standing:
    """Count one request of a caller. Each has windows of its own, so that not everybody comes back in the same second."""
    digest = hashlib.sha256(f"{limit.name} {who}".encode()).hexdigest()
    now = time.time() + int(digest[:8], 16) % limit.seconds
    window = int(now // limit.seconds)
    resets_in = max(1, round((window + 1) * limit.seconds - now))
    key = f"limit:{digest[:40]}:{window}"
    cache.add(key, 0, timeout=limit.seconds + 1)
    try:
        used = cache.incr(key)
    except ValueError:  # the cache was full, or emptied just now
        used = 1
    return Standing(limit, used, resets_in)
