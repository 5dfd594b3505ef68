"""What must come true between a community on Hearth and somebody on a server that others wrote."""

from crossing import came_true, uris
from waiting import Expectation, until

NAME = "harbour"


def gather(founder, member, reader) -> None:
    """The reader, from another server, follows the founder's community, reads it at home and speaks in it."""
    community = founder.found(NAME)
    member.join(NAME)
    way = f"{community} to {reader.handle}"
    reader.follow(community)
    until(f"{way}: the community let its follower in", lambda: reader.follows(community), bool)
    came_true(f"{reader.handle} follows the community")
    first = hear_once(way, community, member, reader)
    answered(way, community, founder, member, reader, first)
    spoken_in(way, community, founder, reader)
    reader.unfollow(community)
    until(f"{way}: has lost its follower", lambda: reader.follows(community), lambda follows: not follows)
    came_true(f"{reader.handle} no longer follows the community")


def hear_once(way: str, community: str, member, reader) -> str:
    """A story told in the community comes as one boost, and says in words which answers it hopes for."""
    story = member.tell_in(NAME, text="The tide took the **old** pier.", title="The pier", wish="just_hear_me")
    until(f"{way}: the story is boosted", reader.home, lambda seen: boosts(seen, story) == [community])
    came_true(f"{way}: a story told in the community")
    text = reader.text(story)
    for words in ("The pier", "The tide took the old pier.", "Reply wish: just listening, please."):
        if words not in text:
            raise Expectation(f"{way}: {words!r} is not to be read in {text!r}")
    came_true(f"{way}: its title and its reply wish are read there")
    return story


def answered(way: str, community: str, founder, member, reader, story: str) -> None:
    """Answers from both servers land in its thread, and none of them is boosted."""
    near = founder.reply(story, "I saw it go.")
    far = reader.reply(story, "It was a good pier.")
    until(f"{way}: the reply from there is in the thread", lambda: member.thread(story), lambda seen: far in uris(seen))
    came_true(f"{way}: a reply from there lands in the community's thread")
    deep = member.reply(far, "It was.")
    until(f"{way}: the answer to it arrives", lambda: reader.thread(far), lambda seen: deep in uris(seen))
    # What is told after the replies and has arrived shows that nothing of the replies is still to come.
    later = member.tell_in(NAME, text="A new pier is begun.")
    seen = until(f"{way}: the next story is boosted", reader.home, lambda seen: boosts(seen, later) == [community])
    for reply in (near, far, deep):
        if boosts(seen, reply):
            raise Expectation(f"{way}: the reply {reply} was boosted by {boosts(seen, reply)}")
    if boosts(seen, story) != [community]:
        raise Expectation(f"{way}: the story was boosted by {boosts(seen, story)}")
    came_true(f"{way}: one boost for each story, none for a reply")


def spoken_in(way: str, community: str, founder, reader) -> None:
    """Naming the community tells a story in it."""
    told = reader.publish(f"{community} Who has timber to spare?")
    until(f"{way}: a story from there is in the community", lambda: founder.community(NAME), lambda seen: told in uris(seen))
    came_true(f"{way}: a story told in it from there")


def boosts(seen: list, story: str) -> list:
    """Who boosted the story, for each time that it stands in the timeline as a boost."""
    return [one.boosted_by for one in seen if one.uri == story and one.boosted_by]
