"""The closed world of one run: own loopback, own names, own disk; the namespaces it is built in vanish with the run."""

import fcntl
import os
import pathlib
import socket
import struct
import subprocess

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1


class World:
    """Where the servers of one run live; `open` must run inside fresh mount, network and process namespaces."""

    def __init__(self, chroot: pathlib.Path, work: pathlib.Path, logs: pathlib.Path):
        self.chroot, self.work, self.logs = chroot, work, logs
        self.addresses: dict = {}

    def open(self, names: list) -> None:
        """Gives each name a loopback address of its own, on which its server may take port 80."""
        for old in self.logs.glob("*.test.log"):
            old.unlink()
        self.addresses = {name: f"127.0.0.{2 + at}" for at, name in enumerate(names)}
        raise_loopback()
        # snac insists on not being root.
        pathlib.Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("0")
        mount("-t", "tmpfs", "-o", "mode=0755", "interop", self.work)
        # The kept chroot stays as debootstrap left it: what a run writes goes to memory.
        mount("--bind", self.chroot, self.chroot)
        mount("-o", "remount,bind,ro", self.chroot)
        for folder in ("tmp", "dev/shm", "srv"):
            mount("-t", "tmpfs", "-o", "mode=1777", "interop", self.chroot / folder)
        hosts = self.work / "hosts"
        lines = ["127.0.0.1 localhost"] + [f"{address} {name}" for name, address in self.addresses.items()]
        hosts.write_text("\n".join(lines) + "\n")
        mount("--bind", hosts, "/etc/hosts")
        mount("--bind", hosts, self.chroot / "etc/hosts")

    def log(self, name: str):
        """An open file that a server's words go to, kept after the run."""
        return open(self.logs / f"{name}.log", "ab")


def mount(*words) -> None:
    subprocess.run(["mount", *map(os.fspath, words)], check=True)


def raise_loopback() -> None:
    """Brings the new namespace's loopback up; the kernel then gives it 127.0.0.0/8 by itself."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
