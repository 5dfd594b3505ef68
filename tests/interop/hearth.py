"""Runs Hearth by its announced settings and commands, and lets a member act through the Mastodon client API."""

import json
import os
import pathlib
import signal
import subprocess

from client import Client, Refused, fetch, inner, plain
from waiting import Expectation, until

COMMUNITIES = "/api/hearth/v1/communities"


class Hearth:
    """A Hearth on port 80 of its own name, with the Postgres it starts for itself."""

    def __init__(self, world, name: str, binary: pathlib.Path):
        self.world, self.name, self.base, self.binary = world, name, f"http://{name}", binary
        self.process = None

    def start(self) -> None:
        """Starts the server and waits until it answers; its first start makes a database cluster."""
        self.config().write_text("")
        log = self.world.log(self.name)
        self.process = subprocess.Popen(
            [self.binary, "serve", "--config", self.config()], env=self.settings(), stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        until(f"{self.name} answers", self.greeting, bool, patience=60)

    def greeting(self) -> dict:
        if self.process.poll() is not None:
            raise Expectation(f"hearth serve ended by itself with {self.process.returncode}")
        return json.loads(fetch("GET", self.base + "/api/v2/instance", {}, None))

    def stop(self) -> list:
        """Asks for a clean end; answers a complaint when it doesn't come within twenty seconds or isn't clean."""
        if not self.process:
            return []
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return ["hearth serve did not end within 20 s of SIGTERM"]
        return [f"hearth serve ended with {code}"] if code else []

    def member(self, name: str) -> "Storyteller":
        """Makes an account and a token for it on the command line."""
        token = f"interop-{name}-0123456789abcdef0123456789abcdef"
        self.run("account", "create", name)
        self.run("token", "create", "--account", name, "--scopes", "read write follow", "--token", token)
        return Storyteller(self, name, Client(self.base, self.name, token))

    def run(self, *words: str) -> str:
        """Runs one of Hearth's commands while the server runs."""
        command = [str(self.binary), *words, "--config", str(self.config())]
        with self.world.log(self.name) as log:
            log.write(f"$ hearth {' '.join(words)}\n".encode())
            log.flush()
            done = subprocess.run(command, env=self.settings(), stdout=subprocess.PIPE, stderr=log, text=True, timeout=60)
        if done.returncode:
            raise Expectation(f"hearth {' '.join(words)} ended with {done.returncode}: {done.stdout[-500:]}")
        return done.stdout

    def config(self) -> pathlib.Path:
        return self.world.work / f"{self.name}.toml"

    def settings(self) -> dict:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("HEARTH__")}
        return inherited | {
            "HEARTH__SERVER__DOMAIN": self.name,
            "HEARTH__SERVER__LISTEN": f"{self.world.addresses[self.name]}:80",
            "HEARTH__SERVER__DATA_DIR": str(self.world.work / self.name),
            "HEARTH__FEDERATION__ALLOW_HTTP": "true",
            "HEARTH__FEDERATION__ALLOWED_ADDRESSES": '["127.0.0.0/8"]',
        }


class Storyteller:
    """A member of a Hearth; stories go by their id on the wire."""

    def __init__(self, server: Hearth, name: str, client: Client):
        self.server, self.client, self.handle = server, client, f"@{name}@{server.name}"
        self.ids: dict = {}

    def follow(self, handle: str) -> None:
        self.client.call("POST", f"/api/v1/accounts/{self.account(handle)}/follow", {})

    def unfollow(self, handle: str) -> None:
        self.client.call("POST", f"/api/v1/accounts/{self.account(handle)}/unfollow", {})

    def follows(self, handle: str) -> bool:
        return self.relationship(handle)["following"]

    def followed_by(self, handle: str) -> bool:
        return self.relationship(handle)["followed_by"]

    def publish(self, text: str) -> str:
        return self.tell(status=text, visibility="public")

    def reply(self, uri: str, text: str) -> str:
        return self.tell(status=text, visibility="public", in_reply_to_id=self.id(uri))

    def found(self, name: str) -> str:
        """Founds a community that anybody may join; answers its handle."""
        self.client.call("POST", COMMUNITIES, {"name": name, "title": name.capitalize()})
        return f"@{name}@{self.server.name}"

    def join(self, name: str) -> None:
        self.client.call("POST", f"{COMMUNITIES}/{name}/join", {})

    def tell_in(self, name: str, **draft: str) -> str:
        status = self.client.call("POST", f"{COMMUNITIES}/{name}/stories", {**draft, "window": 0})
        self.ids[status["uri"]] = status["id"]
        return status["uri"]

    def community(self, name: str) -> list:
        """What was told in a community, newest first."""
        return [self.client.seen(status) for status in self.client.get(f"{COMMUNITIES}/{name}/stories")]

    def edit(self, uri: str, text: str) -> None:
        self.client.call("PUT", f"/api/v1/statuses/{self.id(uri)}", {"status": text})

    def boost(self, uri: str) -> None:
        self.client.call("POST", f"/api/v1/statuses/{self.id(uri)}/reblog", {})

    def unboost(self, uri: str) -> None:
        self.client.call("POST", f"/api/v1/statuses/{self.id(uri)}/unreblog", {})

    def favourite(self, uri: str) -> None:
        self.client.call("POST", f"/api/v1/statuses/{self.id(uri)}/favourite", {})

    def delete(self, uri: str) -> None:
        self.client.call("DELETE", f"/api/v1/statuses/{self.id(uri)}")

    def home(self) -> list:
        return self.client.home()

    def thread(self, uri: str) -> list:
        return self.client.thread(self.id(uri))

    def notices(self) -> set:
        return self.client.notices()

    def text(self, uri: str):
        """The plain text of a story as this member sees it now, or None when it is gone."""
        try:
            return plain(inner(self.client.get(f"/api/v1/statuses/{self.id(uri)}"))["content"])
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise

    def tell(self, **fields: str) -> str:
        status = self.client.call("POST", "/api/v1/statuses", fields)
        self.ids[status["uri"]] = status["id"]
        return status["uri"]

    def id(self, uri: str) -> str:
        """The status id of a story that is known here or can be fetched; remembered, so that it can be asked for once it is gone."""
        if uri not in self.ids:
            self.ids[uri] = self.client.get("/api/v2/search", q=uri, type="statuses", resolve="true")["statuses"][0]["id"]
        return self.ids[uri]

    def account(self, handle: str) -> str:
        if handle not in self.ids:
            self.ids[handle] = self.client.get("/api/v2/search", q=handle, type="accounts", resolve="true")["accounts"][0]["id"]
        return self.ids[handle]

    def relationship(self, handle: str) -> dict:
        return self.client.get("/api/v1/accounts/relationships", **{"id[]": self.account(handle)})[0]
