"""What must come true when stories cross between two servers; both sides act and are read by the same few verbs."""

import threading
import time

from waiting import in_words, until


def cross_both_ways(ada, ben, cleo, dora) -> list:
    """Ada and Ben live on one server, Cleo and Dora on the other. Answers what failed, in words."""
    failures = meet(ada, cleo)
    if failures:
        return failures
    ways = [(cross, ada, ben, cleo), (cross, cleo, dora, ada)]
    failures = [failure for failure in side_by_side(ways) if failure]
    return failures or part(ada, cleo)


def meet(one, two) -> list:
    """Each follows the other, and both servers know both."""
    ways = [(follow, one, two), (follow, two, one)]
    return [failure for failure in side_by_side(ways) if failure]


def follow(reader, teller) -> None:
    reader.follow(teller.handle)
    until(f"{teller.handle}'s server accepted {reader.handle}", lambda: reader.follows(teller.handle), bool)
    until(f"{teller.handle} is told of {reader.handle}", teller.notices, lambda seen: ("follow", reader.handle, "") in seen)
    until(f"{teller.handle} has {reader.handle} as follower", lambda: teller.followed_by(reader.handle), bool)
    came_true(f"{reader.handle} follows {teller.handle}")


def cross(teller, neighbour, reader) -> None:
    """A story goes from the teller to the reader, is answered, boosted, edited and deleted; the reader's answer likewise."""
    way = f"{teller.handle} to {reader.handle}"
    story = tell_and_answer(way, teller, reader)
    boost_and_thank(way, story, teller, reader)
    pass_on(way, teller, neighbour, reader)
    teller.edit(story, "The ferry left at eight, not at seven.")
    until(f"{way}: the edit arrives", lambda: reader.text(story), lambda text: text is not None and "at eight" in text)
    came_true(f"{way}: an edited story")
    teller.delete(story)
    until(f"{way}: the deleted story is gone", lambda: reader.text(story), lambda text: text is None)
    until(f"{way}: and out of the home timeline", reader.home, lambda seen: story not in uris(seen))
    came_true(f"{way}: a deleted story")


def tell_and_answer(way: str, teller, reader) -> str:
    """A story, the answer below it, the answer's own edit, an answer to that, and the answer's end; answers the story's id."""
    story = teller.publish("The ferry left at seven and nobody waved.")
    until(f"{way}: the story is in the home timeline", reader.home, lambda seen: story in uris(seen))
    came_true(f"{way}: a story")
    answer = reader.reply(story, "I would have waved.")
    until(f"{way}: the reply is under the story", lambda: teller.thread(story), lambda seen: answer in uris(seen))
    until(f"{way}: the teller is told", teller.notices, lambda seen: ("mention", reader.handle, answer) in seen)
    until(f"{way}: and at the reader's too", lambda: reader.thread(story), lambda seen: answer in uris(seen))
    came_true(f"{way}: a reply comes back")
    thanks = teller.reply(answer, "Then come along next time.")
    until(f"{way}: the reply to the reply is under it", lambda: reader.thread(answer), lambda seen: thanks in uris(seen))
    until(f"{way}: its reader is told", reader.notices, lambda seen: ("mention", teller.handle, thanks) in seen)
    came_true(f"{way}: and is answered")
    reader.edit(answer, "I would have waved twice.")
    until(f"{way}: the edited reply arrives", lambda: teller.text(answer), lambda text: text is not None and "twice" in text)
    came_true(f"{way}: an edited reply")
    reader.delete(answer)
    until(f"{way}: the deleted reply is gone", lambda: teller.text(answer), lambda text: text is None)
    until(f"{way}: and out of the thread", lambda: teller.thread(story), lambda seen: answer not in uris(seen))
    came_true(f"{way}: a deleted reply")
    return story


def boost_and_thank(way: str, story: str, teller, reader) -> None:
    """The teller learns that the reader boosted the story and liked it."""
    reader.boost(story)
    reader.favourite(story)
    until(f"{way}: the boost is told", teller.notices, lambda seen: ("reblog", reader.handle, story) in seen)
    until(f"{way}: the favourite is told", teller.notices, lambda seen: ("favourite", reader.handle, story) in seen)
    came_true(f"{way}: a boost and a favourite come back")
    reader.unboost(story)


def pass_on(way: str, teller, neighbour, reader) -> None:
    """The teller boosts somebody the reader doesn't follow; the story must be fetched and stand in the reader's home."""
    found = neighbour.publish(f"A heron stands on the pier of {neighbour.handle.split('@')[-1]}.")
    until(f"{way}: the neighbour's story is there to boost", lambda: teller.text(found), bool)
    teller.boost(found)
    until(
        f"{way}: the boosted story is in the home timeline",
        reader.home,
        lambda seen: any(one.uri == found and one.boosted_by == teller.handle and "heron" in one.text for one in seen),
    )
    came_true(f"{way}: a boosted story")


def part(one, two) -> list:
    """Each stops following the other."""
    return [failure for failure in side_by_side([(unfollow, one, two), (unfollow, two, one)]) if failure]


def unfollow(reader, teller) -> None:
    reader.unfollow(teller.handle)
    until(f"{teller.handle} has lost {reader.handle}", lambda: teller.followed_by(reader.handle), lambda followed: not followed)
    came_true(f"{reader.handle} no longer follows {teller.handle}")


def side_by_side(calls: list) -> list:
    """Runs the calls at once, since most of the time is waiting; answers what each failed with, or None."""
    failures = [None] * len(calls)

    def run(at: int, call, *people) -> None:
        try:
            call(*people)
        except Exception as broken:  # a thread must not end in silence
            failures[at] = in_words(broken)

    threads = [threading.Thread(target=run, args=(at, *call)) for at, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def uris(seen: list) -> set:
    return {one.uri for one in seen}


BEGAN = time.monotonic()


def came_true(what: str) -> None:
    print(f"interop: {time.monotonic() - BEGAN:5.1f} s  {what}")
