"""Runs two servers side by side and lets a story cross between them, both ways; started by `script/interop`."""

import argparse
import pathlib
import sys
import time

from communities import gather
from crossing import cross_both_ways
from hearth import Hearth
from snac import Snac
from waiting import in_words
from world import World


def main() -> int:
    """Answers the exit code: 0 when every expectation came true."""
    wanted = arguments()
    began = time.monotonic()
    world = World(wanted.chroot, wanted.work, wanted.logs)
    names = ["hearth.test", "snac.test"] if wanted.hearth else ["other.test", "snac.test"]
    world.open(names)
    left = Hearth(world, names[0], wanted.hearth) if wanted.hearth else Snac(world, names[0])
    servers = [left, Snac(world, names[1])]
    failures = []
    try:
        for server in servers:
            server.start()
        ada, ben = left.member("ada"), left.member("ben")
        cleo, dora = servers[1].member("cleo"), servers[1].member("dora")
        failures += cross_both_ways(ada, ben, cleo, dora)
        if wanted.hearth:
            gather(ada, ben, cleo)
    except Exception as broken:  # whatever it is, the servers are to be ended and their logs shown
        failures.append(in_words(broken))
    for server in servers:
        failures += server.stop()
    return tell(failures, wanted.logs, time.monotonic() - began)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chroot", type=pathlib.Path, required=True, help="holds snac")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="an empty folder to put the servers' data on")
    parser.add_argument("--logs", type=pathlib.Path, required=True, help="where the servers' logs stay")
    parser.add_argument("--hearth", type=pathlib.Path, help="the binary to try; without it snac meets snac")
    parser.add_argument("--self", action="store_true", help="snac meets snac")
    return parser.parse_args()


def tell(failures: list, logs: pathlib.Path, seconds: float) -> int:
    if not failures:
        print(f"interop: every expectation came true in {seconds:.0f} s")
        return 0
    for log in sorted(logs.glob("*.test.log")):
        print(f"---- the end of {log.name}")
        print("\n".join(log.read_text(errors="replace").splitlines()[-60:]))
    for failure in failures:
        print(f"interop: FAILED: {failure}")
    print(f"interop: {len(failures)} failed after {seconds:.0f} s; whole logs in {logs}")
    return 1


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main())
