"""Certificates and keys are one call's own; no server is asked that the operator did not name."""

import asyncio
from datetime import datetime

from medclient.protocol.access_link import AccessLink
from medclient.protocol.envelope import Role, derive, patient_token
from medclient.service.__main__ import parser
from medclient.service.config import ServiceConfig
from medclient.session.consultation import Consultation
from medclient.session.events import ConsultationTicket
from medclient.session.ice.servers import IceServers, ice_servers_from


def consultation(link: AccessLink) -> Consultation:
    async def no_servers(ticket: ConsultationTicket) -> IceServers:
        return IceServers()

    ticket = ConsultationTicket(link.base_url, link.link_id, link.secret, "token", "Dr. Test")
    return Consultation(
        ticket,
        no_servers,
        lambda _: None,
        lambda _: None,
        lambda _: None,
        lambda *_: None,
        camera=True,
        microphone=True,
    )


def test_every_call_has_a_certificate_of_its_own_also_on_the_same_link() -> None:
    async def made() -> list[str]:
        link = AccessLink.new("http://127.0.0.1:1")
        calls = [consultation(link), consultation(link), consultation(AccessLink.new(link.base_url))]
        return [call._certificate.getFingerprints()[0].value for call in calls]

    assert len(set(asyncio.run(made()))) == 3


def test_a_certificate_is_of_today_and_of_the_right_kind() -> None:
    async def made() -> tuple[str, datetime]:
        certificate = consultation(AccessLink.new("http://127.0.0.1:1"))._certificate
        public = certificate._key.public_key()
        return public.curve.name, certificate.expires

    curve, expires = asyncio.run(made())
    assert curve == "secp256r1"
    assert expires > datetime.now(expires.tzinfo)


def test_every_link_has_keys_of_its_own_and_every_purpose_another() -> None:
    links = [AccessLink.new("http://x") for _ in range(2)]
    purposes = [f"from {role.value}" for role in Role]
    keys = [derive(link.secret, link.link_id, purpose) for link in links for purpose in purposes]
    keys += [derive(links[0].secret, links[1].link_id, purposes[0])]
    tokens = [patient_token(link.secret, link.link_id).encode() for link in links]
    assert len({*keys, *tokens}) == 7


def test_no_stun_server_is_asked_that_nobody_named() -> None:
    assert parser().parse_args([]).stun == []
    assert ServiceConfig("").stun_urls == ()
    assert ice_servers_from({"ice_servers": []}) == IceServers()
    for public in ("stun.l.google.com", "stun.cloudflare.com"):
        assert public not in str(ice_servers_from({}))
