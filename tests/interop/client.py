"""Speaks HTTP and the Mastodon client API, which Hearth and snac both answer, so that both are read with the same eyes."""

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass


class Refused(ValueError):
    """An answer that is no success; `status` is its HTTP status."""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Seen:
    """A story as it stands in somebody's timeline: its id on the wire, its plain text, and whose boost brought it (or nobody's)."""

    uri: str
    text: str
    boosted_by: str = ""


class Client:
    """One member's client app: the API of `base`, with the token that `token` holds."""

    def __init__(self, base: str, host: str, token: str):
        self.base, self.host, self.token = base, host, token

    def get(self, path: str, **query):
        suffix = "?" + urllib.parse.urlencode(query) if query else ""
        return self.call("GET", path + suffix)

    def call(self, method: str, path: str, fields=None):
        """Answers the parsed JSON; raises `Refused` when the status is no success."""
        body = None if fields is None else json.dumps(fields).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return json.loads(fetch(method, self.base + path, headers, body) or "null")

    def home(self) -> list:
        """The home timeline, newest first."""
        return [self.seen(status) for status in self.get("/api/v1/timelines/home", limit=40)]

    def thread(self, status_id: str) -> list:
        """What hangs below a status."""
        return [self.seen(status) for status in self.get(f"/api/v1/statuses/{status_id}/context")["descendants"]]

    def notices(self) -> set:
        """The notifications: what happened, who did it, and the id on the wire of the story it is about (or "")."""
        return {
            (notice["type"], self.handle(notice["account"]), inner(notice["status"])["uri"] if notice.get("status") else "")
            for notice in self.get("/api/v1/notifications", limit=40)
        }

    def seen(self, status: dict) -> Seen:
        booster = self.handle(status["account"]) if status.get("reblog") else ""
        return Seen(inner(status)["uri"], plain(inner(status)["content"]), booster)

    def handle(self, account: dict) -> str:
        """`@name@host`; an app sees no host with accounts of its own server."""
        name = account["acct"]
        return "@" + (name if "@" in name else f"{name}@{self.host}")


def inner(status: dict) -> dict:
    """The boosted status where it is a boost."""
    return status.get("reblog") or status


def plain(content: str) -> str:
    """The words of an HTML text, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", content)).split())


def fetch(method: str, url: str, headers: dict, body) -> str:
    """One HTTP request; redirects of a posted form count as success and are not followed."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with OPENER.open(request, timeout=20) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refusal:
        if refusal.code == 303:
            return ""
        raise Refused(refusal.code, f"{method} {url} -> {refusal.code} {refusal.read(500).decode(errors='replace')}") from None


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to the caller."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirects)
