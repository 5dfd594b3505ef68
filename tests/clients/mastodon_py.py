"""Mastodon.py (bots and scripts use it) does here what its users do with it. Expects HEARTH, and ada and ben who live there."""

import io
import os
import queue
import struct
import zlib

from mastodon import Mastodon, StreamListener
from mastodon.errors import MastodonNotFoundError, MastodonUnauthorizedError

from page import Browser

HEARTH = os.environ["HEARTH"]
PASSWORD = os.environ["HEARTH_PASSWORD"]
SCOPES = ["read", "write", "follow", "push"]


def picture():
    """A PNG of eight by four pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([200, 80, 20]) * 8 for _ in range(4))
    header = struct.pack(">IIBBBBB", 8, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def login(name):
    """Registers an app and lets it in on our pages, as a person does in a browser."""
    client_id, secret = Mastodon.create_app("Smoke", scopes=SCOPES, api_base_url=HEARTH)
    api = Mastodon(client_id=client_id, client_secret=secret, api_base_url=HEARTH)
    browser = Browser().open(api.auth_request_url(scopes=SCOPES, allow_http=True))
    browser.send({"name": name, "password": PASSWORD}).send({"client_id": client_id}, ("decision", "allow"))
    code = browser.session_code()
    assert api.log_in(code=code, scopes=SCOPES, allow_http=True)
    assert api.account_verify_credentials().username == name
    return api


class Heard(StreamListener):
    def __init__(self):
        self.heard = queue.Queue()

    def on_update(self, status):
        self.heard.put(("update", status.content))

    def on_notification(self, notification):
        self.heard.put(("notification", notification.type))

    def on_delete(self, status_id):
        self.heard.put(("delete", str(status_id)))

    def wait(self, kind):
        """What was heard of one kind; anything else in between is let go."""
        while True:
            found, what = self.heard.get(timeout=20)
            if found == kind:
                return what


def told(api, ben):
    media = api.media_post(io.BytesIO(picture()), mime_type="image/png", description="A fire", file_name="fire.png")
    assert media.type == "image" and media.description == "A fire"
    with_picture = api.status_post("A picture", media_ids=[media], visibility="public", spoiler_text="smoke")
    assert with_picture.media_attachments[0].id == media.id and with_picture.spoiler_text == "smoke"
    poll = api.make_poll(["tea", "a walk"], expires_in=3600)
    asked = api.status_post("What helps?", poll=poll, visibility="public")
    voted = ben.poll_vote(asked.poll, [1])
    assert voted.voted and voted.own_votes == [1] and voted.options[1].votes_count == 1
    same = [api.status_post("Once", idempotency_key="once", visibility="public").id for _ in range(2)]
    assert same[0] == same[1]
    changed = api.status_update(asked.id, "What helps you?")
    assert changed.edited_at and "helps you" in changed.content
    return with_picture, asked


def answered(api, ben, story):
    reply = ben.status_reply(story, "I see it", untag=False)
    assert reply.in_reply_to_id == story.id
    context = api.status_context(story)
    assert [one.id for one in context.descendants] == [reply.id]
    assert ben.status_favourite(story).favourited and ben.status_reblog(story).reblog.id == story.id
    assert ben.status_bookmark(story).bookmarked and [one.id for one in ben.bookmarks()] == [story.id]
    return reply


def read(api, ben, story):
    ours = api.timeline_local()
    assert story.id in [one.id for one in ours]
    page = api.timeline_public(limit=1)
    older = api.fetch_next(page)
    assert older and older[0].id < page[0].id
    assert api.fetch_previous(older)[-1].id == page[0].id
    ben_at = api.account_lookup("ben")
    assert api.account_follow(ben_at).following
    assert api.account_relationships(ben_at)[0].following
    assert api.search_v2("@ben").accounts[0].id == ben_at.id
    found = api.notifications(types=["mention", "reblog", "favourite"])
    assert {one.type for one in found} == {"mention", "reblog", "favourite"}
    api.notifications_dismiss(found[0])
    assert found[0].id not in [one.id for one in api.notifications()]
    return ben_at


def kept_apart(api, ben, ben_at):
    made = api.list_create("Near")
    api.list_accounts_add(made, [ben_at])
    assert [one.id for one in api.list_accounts(made)] == [ben_at.id]
    assert isinstance(api.timeline_list(made), list)
    api.list_delete(made)
    filtered = api.create_filter_v2("Smoke", ["home", "public"], "warn", keywords_attributes=[{"keyword": "rain", "whole_word": True}])
    rain = ben.status_post("Much rain today", visibility="public")
    seen = lambda: [one.filtered for one in api.timeline_local() if one.id == rain.id][0]
    hit = seen()[0]
    assert (hit.filter.title, hit.filter.filter_action, hit.keyword_matches) == ("Smoke", "warn", ["rain"])
    assert filtered.title in [one.title for one in api.filters_v2()]
    api.delete_filter_v2(filtered)
    assert seen() == []


def planned(api):
    from datetime import datetime, timedelta, timezone

    later = datetime.now(timezone.utc) + timedelta(hours=1)
    plan = api.status_post("Later", scheduled_at=later, visibility="public")
    assert [one.id for one in api.scheduled_statuses()] == [plan.id]
    api.scheduled_status_delete(plan)
    assert api.scheduled_statuses() == []


def heard(api, ben):
    listener = Heard()
    handle = api.stream_user(listener, run_async=True, reconnect_async=False)
    try:
        ben_told = None
        for attempt in range(50):
            # The stream answers before it is heard: what is told first may be told too early.
            ben_told = ben.status_post(f"@ada Do you hear {attempt}?", visibility="public")
            try:
                kind, what = listener.heard.get(timeout=1)
                break
            except queue.Empty:
                continue
        assert "hear" in what or what == "mention"
        ben.status_delete(ben_told)
        assert listener.wait("delete") == str(ben_told.id)
    finally:
        handle.close()


def main():
    anybody = Mastodon(api_base_url=HEARTH)
    assert anybody.instance().version
    api, ben = login("ada"), login("ben")
    story, _ = told(api, ben)
    answered(api, ben, story)
    ben_at = read(api, ben, story)
    kept_apart(api, ben, ben_at)
    planned(api)
    heard(api, ben)
    api.status_delete(story)
    try:
        ben.status(story)
        raise AssertionError("a deleted story is shown")
    except MastodonNotFoundError:
        pass
    api.revoke_access_token(allow_http=True)
    try:
        Mastodon(access_token="nonsense", api_base_url=HEARTH).account_verify_credentials()
        raise AssertionError("any token is good")
    except MastodonUnauthorizedError:
        pass


main()
print("Mastodon.py: all is well")
