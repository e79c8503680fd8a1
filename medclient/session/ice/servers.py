"""The STUN and TURN servers of a consultation, as the practice service names them (W3C `RTCIceServer`)."""

import re
from dataclasses import dataclass, field
from enum import IntEnum

STUN_PORT, TLS_PORT = 3478, 5349
MOST_SERVERS = 16

_URL = re.compile(
    r"(?P<scheme>stun|turns?):"
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[^?:\[\]/@\s]+)"
    r"(:(?P<port>[0-9]{1,5}))?"
    r"(\?transport=(?P<transport>udp|tcp))?"
)


class Carrier(IntEnum):
    """What carries a relay's packets to us, the better first."""

    UDP = 0
    TCP = 1
    TLS = 2


@dataclass(frozen=True)
class StunServer:
    host: str
    port: int


@dataclass(frozen=True)
class TurnServer:
    """One way to a relay: a server that can be reached in three ways is three of these."""

    host: str
    port: int
    carrier: Carrier
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class IceServers:
    stun: tuple[StunServer, ...] = ()
    turn: tuple[TurnServer, ...] = ()


def ice_servers_from(answer: object) -> IceServers:
    """The servers in the service's answer; what is malformed, or of no use to us, is passed over.

    Where no STUN server is named, the TURN servers that listen on UDP are asked: they are STUN servers too (RFC 8656).
    """
    entries = answer.get("ice_servers", []) if isinstance(answer, dict) else []
    stun: dict[StunServer, None] = {}
    turn: dict[TurnServer, None] = {}
    for entry in entries if isinstance(entries, list) else []:
        urls = entry.get("urls") if isinstance(entry, dict) else None
        for url in [urls] if isinstance(urls, str) else urls if isinstance(urls, list) else []:
            server = _parse(url, entry.get("username"), entry.get("credential")) if isinstance(url, str) else None
            if isinstance(server, StunServer):
                stun[server] = None
            elif server:
                turn[server] = None
    if not stun:
        stun = {StunServer(each.host, each.port): None for each in turn if each.carrier is Carrier.UDP}
    return IceServers(tuple(stun)[:MOST_SERVERS], tuple(turn)[:MOST_SERVERS])


def _parse(url: str, username: object, password: object) -> StunServer | TurnServer | None:
    """RFC 7064 and RFC 7065."""
    match = _URL.fullmatch(url)
    if match is None:
        return None
    scheme, host, transport = match["scheme"], match["host"].strip("[]"), match["transport"]
    port = int(match["port"] or (TLS_PORT if scheme == "turns" else STUN_PORT))
    if not 0 < port < 65536:
        return None
    if scheme == "stun":
        return None if transport else StunServer(host, port)
    if scheme == "turns" and transport == "udp":
        return None  # DTLS to the relay: nobody's client does it
    carrier = Carrier.TLS if scheme == "turns" else Carrier.TCP if transport == "tcp" else Carrier.UDP
    if not isinstance(username, str) or not isinstance(password, str):
        return None
    return TurnServer(host, port, carrier, username, password)
