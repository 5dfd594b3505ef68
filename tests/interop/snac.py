"""Runs snac as Debian packages it, and lets a member act by what snac gives its people: its commands and its pages' forms."""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import urllib.parse

from client import Client, Refused, fetch, inner, plain
from waiting import until

PEOPLE = "debian-snac"
"""The user that the package makes for its server."""


class Snac:
    """A snac server on port 80 of its own name, its data in the chroot's /srv."""

    def __init__(self, world, name: str):
        self.world, self.name, self.base = world, name, f"http://{name}"
        self.data = f"/srv/{name}"
        self.place = world.chroot / self.data.lstrip("/")
        self.process = None

    def start(self) -> None:
        """Sets the server up and waits until it answers."""
        answers = "\n".join([self.world.addresses[self.name], "80", self.name, "", ""]) + "\n"
        self.run("init", self.data, text=answers, placed=False)
        settings = self.place / "server.json"
        changed = json.loads(settings.read_text()) | {"protocol": "http", "dbglevel": 1, "disable_email_notifications": True}
        settings.write_text(json.dumps(changed))
        self.run_in_chroot("mkdir", f"{self.data}/archive", f"{self.data}/error")
        self.process = subprocess.Popen(self.command("httpd", self.data), stderr=self.world.log(self.name), stdin=subprocess.DEVNULL)
        until(f"{self.name} answers", lambda: fetch("GET", self.base + "/api/v1/instance", {}, None), bool)

    def stop(self) -> list:
        """Ends the server and keeps what it said and heard; answers no complaints, for snac is not what is tried here."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
            self.keep_exchanges()
        return []

    def keep_exchanges(self) -> None:
        """Writes every exchange with another server, and every message snac would not take, to one file.

        snac archives them by itself where it finds the folders for it; the clients' own requests are left out.
        """
        with open(self.world.logs / f"{self.name}.wire", "w") as kept:
            for meta in sorted(self.place.glob("archive/*/_META")):
                text = meta.read_text(errors="replace")
                if not re.search(r'"path": "/(api|oauth)/|"authorization": "Basic', text):
                    bodies = [part.read_text(errors="replace") for part in sorted(meta.parent.glob("*.json"))]
                    kept.write("\n".join([f"==== {meta.parent.name}", text, *bodies, ""]))
            for error in sorted(self.place.glob("error/*")):
                kept.write(f"==== not taken: {error.name}\n{error.read_text(errors='replace')}\n")

    def member(self, name: str) -> "Storyteller":
        """Makes an account and signs it in, as a client app would."""
        said = self.run("adduser", name)
        self.soil_key(name)
        password = re.search(r"password is (\S+)", said).group(1)
        form = urllib.parse.urlencode({"login": name, "passwd": password}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        token = fetch("POST", self.base + "/oauth/x-snac-get-token", kind, form).strip()
        return Storyteller(self, name, password, Client(self.base, self.name, token))

    def soil_key(self, name: str) -> None:
        """Makes certain what else is left to chance.

        This snac keeps two or three bytes of whatever lay in memory behind the PEM of a new key, and serves them with the actor; in
        most of its accounts they are no valid UTF-8. People who have such a key have it for good, so every account here has one.
        """
        file = self.place / "user" / name / "key.json"
        soiled, count = re.subn(rb'(-----END PUBLIC KEY-----\\n)[^"]*"', lambda found: found[1] + b'w\xb1U"', file.read_bytes())
        if count != 1:
            raise ValueError(f"{file} holds {count} public keys")
        file.write_bytes(soiled)

    def run(self, verb: str, *words: str, text: str = "", placed: bool = True) -> str:
        """Runs one of snac's commands (on this server's data when `placed`) and answers what it printed."""
        place = [self.data] if placed else []
        command = self.command(verb, *place, *words)
        with self.world.log(self.name) as log:
            log.write(f"$ snac {verb} {' '.join(words)}\n".encode())
            log.flush()
            return subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=log, text=True, check=True, timeout=60).stdout

    def command(self, *words: str) -> list:
        return [*self.inside(), "/usr/bin/snac", *words]

    def run_in_chroot(self, *words: str) -> None:
        subprocess.run([*self.inside(), *words], check=True)

    def inside(self) -> list:
        return ["chroot", f"--userspec={PEOPLE}:{PEOPLE}", str(self.world.chroot)]


class Storyteller:
    """A member of a snac server; stories go by their id on the wire."""

    def __init__(self, server: Snac, name: str, password: str, client: Client):
        self.server, self.name, self.client = server, name, client
        self.handle, self.actor = f"@{name}@{server.name}", f"{server.base}/{name}"
        self.key = base64.b64encode(f"{name}:{password}".encode()).decode()
        self.actors: dict = {}

    def follow(self, handle: str) -> None:
        self.server.run("follow", self.name, handle)

    def unfollow(self, handle: str) -> None:
        self.server.run("unfollow", self.name, self.actor_of(handle))

    def follows(self, handle: str) -> bool:
        """Whether the other side has accepted: snac then keeps the Accept in place of its Follow."""
        kept = self.kept("following", handle)
        return kept.exists() and json.loads(kept.read_text())["type"] == "Accept"

    def followed_by(self, handle: str) -> bool:
        return self.kept("followers", handle).exists()

    def publish(self, text: str) -> str:
        before = {seen.uri for seen in self.client.home()}
        self.server.run("note", self.name, text)
        fresh = until("own note", lambda: [s.uri for s in self.client.home() if s.uri not in before and text in s.text], bool)
        return fresh[0]

    def reply(self, uri: str, text: str) -> str:
        self.submit("admin/note", content=text, in_reply_to=uri)
        return until("own reply", lambda: [s.uri for s in self.client.thread(mid(uri)) if text in s.text], bool)[0]

    def edit(self, uri: str, text: str) -> None:
        self.submit("admin/note", content=text, edit_id=uri)

    def boost(self, uri: str) -> None:
        self.act("Boost", uri)

    def unboost(self, uri: str) -> None:
        self.act("Unboost", uri)

    def favourite(self, uri: str) -> None:
        self.act("Like", uri)

    def delete(self, uri: str) -> None:
        self.act("Delete", uri)

    def home(self) -> list:
        return self.client.home()

    def thread(self, uri: str) -> list:
        return self.client.thread(mid(uri))

    def notices(self) -> set:
        return self.client.notices()

    def text(self, uri: str):
        """The plain text of a story as this member sees it now, or None when it is gone."""
        try:
            return plain(inner(self.client.get(f"/api/v1/statuses/{mid(uri)}"))["content"])
        except Refused as refusal:
            if refusal.status == 404:
                return None
            raise

    def act(self, action: str, uri: str) -> None:
        """Presses the button of that name below a story."""
        self.submit("admin/action", id=uri, action=action)

    def submit(self, page: str, **fields: str) -> None:
        kind = {"Authorization": f"Basic {self.key}", "Content-Type": "application/x-www-form-urlencoded"}
        fetch("POST", f"{self.actor}/{page}", kind, urllib.parse.urlencode(fields).encode())

    def actor_of(self, handle: str) -> str:
        if handle not in self.actors:
            said = self.server.run("webfinger", handle)
            found = re.search(r"^actor: (\S+)$", said, re.MULTILINE)
            if not found:
                raise ValueError(f"{self.server.name} finds no {handle}: {said}")
            self.actors[handle] = found.group(1)
        return self.actors[handle]

    def kept(self, shelf: str, handle: str) -> pathlib.Path:
        """The file in which snac keeps somebody among this member's followers or follows."""
        return self.server.place / "user" / self.name / shelf / (hashlib.md5(self.actor_of(handle).encode()).hexdigest() + ".json")


def mid(uri: str) -> str:
    """snac's status id of an object: ten digits that it doesn't look at, then the MD5 of the object's id."""
    return "0" * 10 + hashlib.md5(uri.encode()).hexdigest()
