#!/usr/bin/env python3
"""A link with a fixed delay, for kernels without netem.

    link.py ONE_WAY_MS NEAR FAR

Makes two TUN devices, says "ready", and from then on hands every packet from one to the other after the delay, in order.
Move one of them to another network namespace; it keeps working there. Ends with SIGTERM.
"""

import collections
import fcntl
import os
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
LARGEST_PACKET = 65535
# A timer may be late by this much, so the last stretch is waited out awake.
AWAKE_S = 0.0002


def tun(name):
    """A TUN device, as a file descriptor."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def write(device, packet):
    """Delivers one packet; a link that is down loses it, as a cable would."""
    try:
        os.write(device, packet)
    except OSError:
        pass


def carry(near, far, delay_s):
    """Hands packets over for ever."""
    waiting = collections.deque()  # (when due, where to, packet): one delay for all, so this order is the order of time
    other = {near: far, far: near}
    while True:
        # With nothing due, sleep until a packet comes; when something is due very soon, only look. Not epoll: its
        # waits are whole milliseconds.
        left = max(waiting[0][0] - time.monotonic() - AWAKE_S, 0) if waiting else None
        for device in select.select(other, [], [], left)[0]:
            while True:
                try:
                    packet = os.read(device, LARGEST_PACKET)
                except (BlockingIOError, OSError):
                    break
                waiting.append((time.monotonic() + delay_s, other[device], packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, device, packet = waiting.popleft()
            write(device, packet)


def main():
    """Reads the arguments."""
    one_way_ms, near, far = sys.argv[1:]
    ends = tun(near), tun(far)
    print("ready", flush=True)
    carry(*ends, float(one_way_ms) / 1000)


if __name__ == "__main__":
    main()
