"""Say before anything else happens that a port is taken, and what to do about it."""

import socket
import sys


def main() -> None:
    host, port = sys.argv[1], sys.argv[2]
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except (OSError, ValueError, OverflowError) as error:
        sys.exit(f"{host}:{port} cannot be used ({error}). Choose another: make run PORT={8001 if port == '8000' else 8000}")


if __name__ == "__main__":
    main()
