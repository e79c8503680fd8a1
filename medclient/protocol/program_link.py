"""`medclient://open/<link id>`: names an appointment to the program. It opens nothing by itself and holds no secret."""

from urllib.parse import urlsplit

from medclient.protocol.access_link import is_link_id

SCHEME = "medclient"


class InvalidProgramLink(ValueError):
    """A text that is not such a link; the message never repeats the text."""


def parse(url: str) -> str:
    """The link id, and nothing but a link id.

    Raises:
        InvalidProgramLink: It is anything else.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise InvalidProgramLink("not a link to an appointment") from None
    # Some systems put a slash at the end.
    link_id = parts.path.removeprefix("/").removesuffix("/")
    if url != f"{SCHEME}://open/{link_id}" + ("/" if url.endswith("/") else "") or not is_link_id(link_id):
        raise InvalidProgramLink("not a link to an appointment")
    return link_id
