"""A town: practice and patient each behind a router of their own, and between them the internet with service and relay.

    10.1.0.2  router 203.0.113.101 |                 | 203.0.113.102 router  10.2.0.2
    practice -------- a ---------- | bridge, service | ---------- b -------- patient
                                   | .10, relay .20, |
                                   | room for a      |
                                   | proxy .30       |

Both computers have private addresses. What the routers let through may be changed at any time.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.network.forwarder import ip
from tests.network.link import PREFIX, ROOT, End, remove_orphans
from tests.relay.coturn import SECRET, Authority, Coturn, make_authority, turnserver

SERVICE, RELAY, PROXY, HOLE = "203.0.113.10", "203.0.113.20", "203.0.113.30", "203.0.113.66"
"""Nobody is at the last one."""
HTTPS, TURN, PROXY_PORT = 443, 3478, 3128
DEAD_INTERFACES = (("machines", "192.168.56.1/24"), ("containers", "172.17.0.1/16"), ("tunnel", "10.8.0.2/24"))
"""What virtual machines, containers and tunnels leave behind: the same addresses on many computers."""

_numbers = count(1)

EVERYTHING: tuple[str, ...] = ()
NO_UDP = ("-p udp -j DROP",)
ONLY_443 = ("-p tcp --dport 443 -j ACCEPT", "-p tcp --sport 443 -j ACCEPT", "-j DROP")
ONLY_PROXY = (
    f"-p tcp -d {PROXY} --dport {PROXY_PORT} -j ACCEPT",
    f"-p tcp -s {PROXY} --sport {PROXY_PORT} -j ACCEPT",
    "-j DROP",
)
NOTHING = ("-j DROP",)


class Router:
    """Translates addresses; what it does not let through it drops without a word."""

    def __init__(self, namespace: str, address: str) -> None:
        self.namespace = namespace
        self.address = address
        """On the internet."""

    def dial_in(self, address: str) -> None:
        """Get another address; what was under way keeps the old one, and leads nowhere."""
        ip("-n", self.namespace, "addr", "del", f"{self.address}/24", "dev", "wan")
        ip("-n", self.namespace, "addr", "add", f"{address}/24", "dev", "wan")
        self.address = address

    def lets_through(self, rules: Sequence[str]) -> None:
        """In force at once, for what is under way too."""
        # To themselves routers take nothing: an answer to a knock too early would spoil the hole that is punched.
        chain = ["*filter", ":INPUT ACCEPT", ":FORWARD ACCEPT", ":OUTPUT ACCEPT", "-A INPUT -i wan -j DROP"]
        chain += [f"-A FORWARD {rule}" for rule in rules]
        _restore(self.namespace, chain)

    def translates(self, *, symmetric: bool) -> None:
        """`symmetric`: another port towards everybody, so that no hole can be punched."""
        how = "MASQUERADE --random-fully" if symmetric else "MASQUERADE"
        chains = ["*nat", ":PREROUTING ACCEPT", ":INPUT ACCEPT", ":OUTPUT ACCEPT", ":POSTROUTING ACCEPT"]
        _restore(self.namespace, [*chains, f"-A POSTROUTING -o wan -j {how}"])


class Town:
    """Use it as a context; `a` is the practice, `b` the patient.

    Args:
        lost_servers: Whether the service names a STUN and a TURN server that do not exist, too.
    """

    def __init__(self, *, lost_servers: bool = True) -> None:
        self._lost_servers = lost_servers
        remove_orphans()
        self._name = f"{PREFIX}{os.getpid()}x{900 + next(_numbers)}"
        self._stack = ExitStack()
        self.a = End(f"{self._name}-a", "lan", "10.1.0.2")
        self.b = End(f"{self._name}-b", "lan", "10.2.0.2")
        self.internet = f"{self._name}-net"
        addresses = {"a": "203.0.113.101", "b": "203.0.113.102"}
        self.routers = [Router(f"{self._name}-r{end}", address) for end, address in addresses.items()]
        self.authority: Authority
        self.coturn: Coturn
        self.plugged = True

    @property
    def url(self) -> str:
        return f"https://{SERVICE}"

    @property
    def environment(self) -> dict[str, str]:
        """For programs of the practice: whom they trust."""
        return {"REQUESTS_CA_BUNDLE": str(self.authority.root), "SSL_CERT_FILE": str(self.authority.root)}

    def __enter__(self) -> Self:
        try:
            self._build()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def lets_through(self, rules: Sequence[str]) -> None:
        for router in self.routers:
            router.lets_through(rules)

    def add_dead_interfaces(self) -> None:
        """Both computers get further addresses that lead nowhere."""
        for end in (self.a, self.b):
            for device, address in DEAD_INTERFACES:
                _join(end.namespace, device, end.namespace, f"{device}-end")  # where nobody listens
                ip("-n", end.namespace, "addr", "add", address, "dev", device)

    def relay_hears_the_proxy(self, port: int) -> None:
        """On this port only; what the proxy sends to the other is swallowed from now on."""
        deaf = HTTPS if port == TURN else TURN
        chain = ["*filter", ":INPUT ACCEPT", ":FORWARD ACCEPT", ":OUTPUT ACCEPT"]
        _restore(self.internet, [*chain, f"-A INPUT -i lo -p tcp -d {RELAY} --dport {deaf} -j DROP"])

    def on_the_internet(self, command: Sequence[str]) -> list[str]:
        """`command`, to be run between the routers."""
        return ["ip", "netns", "exec", self.internet, *command]

    def _build(self) -> None:
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="medclient-town-")))
        self._lay()
        self.authority = make_authority(folder, SERVICE, RELAY)
        self.coturn = self._stack.enter_context(
            turnserver(folder, self.authority, host=RELAY, ports=(TURN, HTTPS), command=self.on_the_internet)
        )
        self._serve(folder)

    def _lay(self) -> None:
        for namespace in (
            self.a.namespace,
            self.b.namespace,
            self.internet,
            *(each.namespace for each in self.routers),
        ):
            ip("netns", "add", namespace)
            self._stack.callback(subprocess.run, ["ip", "netns", "del", namespace], capture_output=True)
            ip("-n", namespace, "link", "set", "lo", "up")
        ip("-n", self.internet, "link", "add", "bridge", "type", "bridge")
        ip("-n", self.internet, "link", "set", "bridge", "up")
        for address in (SERVICE, RELAY, PROXY):
            ip("-n", self.internet, "addr", "add", f"{address}/24", "dev", "bridge")
        # What goes to private addresses is lost on the way, as anywhere; coturn takes a refusal for its own end.
        ip("-n", self.internet, "route", "add", "default", "dev", "bridge")
        for number, (end, router) in enumerate(zip((self.a, self.b), self.routers, strict=True), 1):
            _join(router.namespace, "wan", self.internet, f"port{number}")
            ip("-n", self.internet, "link", "set", f"port{number}", "master", "bridge")
            _join(router.namespace, "lan", end.namespace, end.device)
            for namespace, device, address in (
                (router.namespace, "wan", f"{router.address}/24"),
                (router.namespace, "lan", f"10.{number}.0.1/24"),
                (end.namespace, end.device, f"{end.address}/24"),
            ):
                ip("-n", namespace, "addr", "add", address, "dev", device)
            ip("-n", end.namespace, "route", "add", "default", "via", f"10.{number}.0.1")
            forwarding = "/proc/sys/net/ipv4/ip_forward"
            subprocess.run(["ip", "netns", "exec", router.namespace, "sh", "-c", f"echo 1 > {forwarding}"], check=True)
            router.translates(symmetric=True)
            router.lets_through(EVERYTHING)
        self._add_wifi()

    def _add_wifi(self) -> None:
        """A second way from the practice to its router, which is taken where there is no cable."""
        router = self.routers[0].namespace
        _join(router, "wifi", self.a.namespace, "wifi")
        ip("-n", router, "addr", "add", "10.3.0.1/24", "dev", "wifi")
        ip("-n", self.a.namespace, "addr", "add", "10.3.0.2/24", "dev", "wifi")
        ip("-n", self.a.namespace, "route", "add", "default", "via", "10.3.0.1", "metric", "600")

    def plug_practice(self, plugged: bool) -> None:
        """The cable of the practice's computer."""
        self.a.set_up(plugged)
        self.plugged = plugged
        if plugged:
            ip("-n", self.a.namespace, "route", "add", "default", "via", "10.1.0.1")

    def _serve(self, folder: Path) -> None:
        """The practice service, as an operator runs it."""
        turn = (f"turn:{RELAY}:{TURN}?transport=udp", f"turn:{RELAY}:{TURN}?transport=tcp", f"turns:{RELAY}:{HTTPS}")
        lost_stun, lost_turn = [f"stun:{HOLE}:{TURN}"], [f"turn:{HOLE}:{TURN}?transport=udp"]
        command = [sys.executable, "-m", "medclient.service", "--listen", f"{SERVICE}:{HTTPS}", "--embedded"]
        command += ["--public-url", self.url, "--data-dir", str(folder / "service")]
        command += ["--tls-certificate", str(self.authority.chain), "--tls-key", str(self.authority.key)]
        for each in (*(lost_stun if self._lost_servers else ()), f"stun:{RELAY}:{TURN}"):
            command += ["--stun", each]
        for each in (*(lost_turn if self._lost_servers else ()), *turn):
            command += ["--turn", each]
        process = subprocess.Popen(
            self.on_the_internet(command),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"MEDCLIENT_TURN_SECRET": SECRET},
        )
        self._stack.callback(_end, process)
        assert process.stdout
        assert "listening" in json.loads(process.stdout.readline())


def _restore(namespace: str, lines: list[str]) -> None:
    """Rules of a namespace's firewall, in place of those of before."""
    text = "\n".join([*lines, "COMMIT", ""])
    subprocess.run(["ip", "netns", "exec", namespace, "iptables-restore"], input=text, text=True, check=True)


def _join(first: str, device: str, second: str, other: str) -> None:
    """A cable between two namespaces."""
    ip("-n", first, "link", "add", device, "type", "veth", "peer", "name", other, "netns", second)
    ip("-n", first, "link", "set", device, "up")
    ip("-n", second, "link", "set", other, "up")


def _end(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    assert process.stdout
    with contextlib.suppress(OSError):
        process.stdin.close()  # it ends with its parent
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    process.stdout.close()
