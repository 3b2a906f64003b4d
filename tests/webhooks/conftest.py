import pytest

from qcdc.changes.models import Sequence
from qcdc.webhooks.models import Endpoint
from qcdc.webhooks.signing import new_secret
from tests.webhooks.receiver import Receiver


@pytest.fixture
def receiver(settings):
    """Somebody else's server, in a network that this house may tell."""
    server = Receiver()
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_PORTS = [443, server.port]
    settings.WEBHOOK_HTTP = True
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def endpoint(db, receiver):
    """The receiver, asking to be told everything."""
    Sequence.objects.get_or_create()
    made = Endpoint.objects.create(name="Cổng thông tin", url=f"http://127.0.0.1:{receiver.port}/nhan?a=1")
    made.secret = new_secret(made)
    return made
