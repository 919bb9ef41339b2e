"""The app's figures: from the start of the program to a painted window, memory, and frames of a long scroll.

The start is of the real program on a profile that bench_app has written, with a keychain of its own (a session bus and
gnome-keyring in a folder that goes away); its server does not answer, so that what is painted is what was cached.
"""

import json
import os
import pathlib
import re
import select
import shutil
import signal
import statistics
import subprocess
import time

PAINTED = "the window is painted with an account"
START_LIMIT_S = 30
SETTLE_S = 5
SCROLL_LIMIT_S = 300
FILL_LIMIT_S = 180
FILL_WIDTH = 64


class Desktop:
    """A session bus and a Secret Service in a home folder of their own."""

    def __init__(self, folder):
        self.processes = []
        home = folder / "home"
        runtime = folder / "runtime"
        home.mkdir(parents=True, exist_ok=True)
        runtime.mkdir(mode=0o700, exist_ok=True)
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "DBUS_", "QT_", "GNOME_"))}
        self.environment = {
            **keep, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "app.start.info=true",
        }

    def open(self):
        for tool in ("dbus-daemon", "gnome-keyring-daemon"):
            if not shutil.which(tool):
                return f"there is no {tool}: without a keychain there is no cached account to open"
        bus = self.start(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        ring = self.start(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        ring.stdin.write(b"bench")
        ring.stdin.close()
        return ""

    def start(self, command, **pipes):
        process = subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL, **pipes)
        self.processes.append(process)
        return process

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(10)


def memory_mb(pid):
    """Resident, and the part of it that is this process's alone."""
    values = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if rest.strip().endswith("kB"):
            values[name] = int(rest.split()[0]) / 1024
    return values["Rss"], values["Private_Clean"] + values["Private_Dirty"]


def start_once(program, profile, environment):
    """Milliseconds until the window was painted with the cached account, memory, milliseconds to end, exit status."""
    begin = time.monotonic()
    app = subprocess.Popen([program, "--profile", str(profile)], env=environment, stderr=subprocess.PIPE)
    try:
        said = b""
        painted = None
        while painted is None:
            left = START_LIMIT_S - (time.monotonic() - begin)
            if left <= 0 or not select.select([app.stderr], [], [], left)[0]:
                return None
            part = os.read(app.stderr.fileno(), 4096)
            if not part:
                return None
            said += part
            if PAINTED.encode() in said:
                painted = (time.monotonic() - begin) * 1e3
        time.sleep(SETTLE_S)
        memory = memory_mb(app.pid)
        end = time.monotonic()
        app.send_signal(signal.SIGTERM)
        status = app.wait(START_LIMIT_S)
        return painted, *memory, (time.monotonic() - end) * 1e3, status
    finally:
        if app.poll() is None:
            app.kill()
            app.wait()


def part_app(bench):
    """Called by bench/run.py; its server is running."""
    desktop = Desktop(bench.folder / "desktop")
    wrong = desktop.open()
    try:
        if wrong:
            bench.failed += 1
            bench.say(wrong)
        else:
            starts(bench, desktop.environment)
    finally:
        desktop.close()
    widgets(bench, desktop.environment)
    scroll(bench, desktop.environment)


def starts(bench, environment):
    profile = bench.folder / "profile"
    bench.say("the app: a profile with a cached account")
    made = subprocess.run(
        [str(bench.bin / "bench_app"), "profile", "--profile", str(profile)], env=environment, timeout=60,
        capture_output=True, text=True,
    )
    if made.returncode != 0:
        bench.failed += 1
        bench.say(f"not right: {made.stderr.strip()}")
        return
    results = []
    for _ in range(bench.runs + 1):
        result = start_once(str(bench.bin / "guildhall"), profile, environment)
        if result is None or result[4] != 0:
            bench.failed += 1
            bench.say(f"the app did not start or end as it should: {result}")
            continue
        bench.say(f"the app: painted after {result[0]:.0f} ms, {result[1]:.0f} MB, ended in {result[3]:.0f} ms")
        results.append(result)
    results = results[1:]  # the first one fills the caches of the machine

    def median(index):
        return statistics.median(r[index] for r in results) if results else None

    bench.row("app: start to a window painted from the cache", median(0), "ms", goal=500)
    bench.row("app: resident, after it settled", median(1), "MB", goal=150)
    bench.row("app: of that its own, not shared", median(2), "MB")
    bench.row("app: SIGTERM to its end", median(3), "ms", goal=1000)


def widgets(bench, environment):
    """The timeline alone, with 100,000 rows in its model."""
    bench.say("the app: bench_timeline")
    done = subprocess.run([str(bench.bin / "bench_timeline")], env=environment, capture_output=True, text=True, timeout=300)
    for line in done.stdout.splitlines():
        found = re.match(r"(.+?)\s+frames\s+\d+.*p99\s+([\d.]+) ms\s+max\s+([\d.]+) ms", line)
        if found:
            bench.row(f"timeline, {found[1]}: p99", float(found[2]), "ms")
            bench.row(f"timeline, {found[1]}: worst", float(found[3]), "ms", goal=16)


def fill(bench, count):
    """Messages in one channel, by the load tool; the state that it keeps names account, guild and channel."""
    state_file = bench.folder / "scroll.json"
    count *= 1.1  # the load tool tells its rate, not how many there are
    while True:
        seconds = "4" if bench.arguments.quick else "8"
        command = [
            str(bench.bin / "bench_load"), "--json", "--mode", "post", "--api", f"{bench.server.api}/v10", "--pid",
            str(bench.server.process.pid), "--state", str(state_file), "--seconds", seconds, "--conns", str(FILL_WIDTH),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=FILL_LIMIT_S)
        line = json.loads(done.stdout)
        if not line["ok"]:
            return None
        count -= int(line["result"]["per_s"] * float(seconds))
        if count <= 0:
            return json.loads(state_file.read_text())


def scroll(bench, environment):
    """The whole app with a channel of a real server, from its newest message to its oldest."""
    count = 10_000 if bench.arguments.quick else 100_000
    bench.say(f"the app: {count:,} messages to scroll through")
    state = fill(bench, count)
    if state is None:
        bench.failed += 1
        return
    account, guild = state["accounts"][0], state["guilds"]["post"]
    command = [
        str(bench.bin / "bench_app"), "scroll", "--server", bench.server.api.removesuffix("/api"), "--token",
        account["token"], "--user", account["id"], "--guild", guild["id"], "--channel", guild["channel"], "--messages",
        str(count),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SCROLL_LIMIT_S)
    if done.returncode != 0:
        bench.failed += 1
        bench.say(f"not right: {done.stderr.strip()[-300:]}")
    if not done.stdout:
        return
    result = json.loads(done.stdout)
    bench.say(f"the app: {result}")
    bench.row(f"app, scroll of {result['messages']:,} messages: p99", result["p99_ms"], "ms", goal=16)
    bench.row("app, scroll: worst frame", result["max_ms"], "ms", goal=16)
    bench.row("app, scroll: resident before", result["mb_before"], "MB", goal=150)
    bench.row("app, scroll: resident after", result["mb_after"], "MB", goal=150)
