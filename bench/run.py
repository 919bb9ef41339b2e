#!/usr/bin/env python3
"""The figures of the server beside the bare limits of this machine, and the app's, measured in one run.

The server is pinned to core 0, the load tool to core 1. CPU per operation is the figure to trust: rates move with the
machine. A limit is what the bare step costs (bench/limits); what is in it is said below the table.

    ./dev bench [--runs 3] [--quick] [--parts start,post,get,history,delivery,login,idle,micro,app] [--keep FOLDER]
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import app_figures

PARTS = ["start", "post", "get", "history", "delivery", "login", "idle", "micro", "app"]
READY_LIMIT_S = 30
STOP_LIMIT_S = 30
RUN_LIMIT_S = 600


def pinned(core, command):
    """The command on one core, where the machine has several."""
    if shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        return ["taskset", "-c", str(core), *command]
    return command


def fail(sentence):
    sys.exit(f"bench: {sentence}")


class Server:
    """The server program on a data folder of its own, started and stopped by its process id."""

    def __init__(self, program, data):
        self.program, self.data = program, data
        self.process = None
        self.api = ""
        self.port = 0
        self.first_answer_s = 0.0

    def start(self):
        log = open(self.data / "server.log", "ab")
        command = [
            self.program, "--data", str(self.data / "data"), "--listen", f"127.0.0.1:{self.port}",
            "--registration", "open", "--registration-limit", "0", "--rate-limits", "off",
        ]
        begin = time.monotonic()
        self.process = subprocess.Popen(pinned(0, command), stdout=subprocess.PIPE, stderr=log, text=True)
        timer = threading.Timer(READY_LIMIT_S, self.process.kill)
        timer.start()
        line = self.process.stdout.readline()
        timer.cancel()
        if not line.startswith("ready "):
            fail(f"the server did not become ready; its log is {self.data}/server.log")
        self.api = line.split()[1]
        self.port = int(self.api.split(":")[2].split("/")[0])
        urllib.request.urlopen(f"{self.api}/v10/gateway", timeout=10).read()
        self.first_answer_s = time.monotonic() - begin

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def rss_mb(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.bin = pathlib.Path(arguments.build).resolve() / "bin"
        self.folder = pathlib.Path(arguments.keep or tempfile.mkdtemp(prefix="guildhall-bench-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.server = Server(str(self.bin / "guildhall-server"), self.folder)
        self.seconds = "4" if arguments.quick else "10"
        self.runs = 1 if arguments.quick else arguments.runs
        self.rows = []
        self.failed = 0

    def say(self, text):
        print(f"   {time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)

    # ------------------------------------------------------------------------------------------------- one load run

    def load(self, mode, *extra, seconds=None):
        """One run; its result, or None when it was not right (the reason is printed)."""
        command = [
            str(self.bin / "bench_load"), "--json", "--mode", mode, "--api", f"{self.server.api}/v10",
            "--pid", str(self.server.process.pid), "--state", str(self.folder / "state.json"),
            "--seconds", seconds or self.seconds, *extra,
        ]
        self.say(f"{mode} {' '.join(extra)}")
        done = subprocess.run(pinned(1, command), capture_output=True, text=True, timeout=RUN_LIMIT_S)
        try:
            line = json.loads(done.stdout)
        except ValueError:
            line = {"ok": False, "errors": [done.stderr[-300:]]}
        with open(self.folder / "runs.jsonl", "a", encoding="utf-8") as file:
            file.write(done.stdout)
        if not line["ok"]:
            self.failed += 1
            self.say(f"not right: {line.get('errors', ['no reason given'])[0]}")
            return None
        return line["result"]

    def medians(self, mode, *extra, seconds=None, warm=()):
        """The runs of one row after an unmeasured one; a function that gives the median of a value of them."""
        self.load(mode, *extra, *warm, seconds="2")
        results = [r for r in (self.load(mode, *extra, seconds=seconds) for _ in range(self.runs)) if r]

        def median(get):
            return statistics.median(get(r) for r in results) if results else None

        return median

    @staticmethod
    def cpu_us(result):
        rate = result.get("per_s") or result.get("deliveries_per_s") or 0
        return result["server_cpu"] * 1e6 / rate if rate else 0

    # ------------------------------------------------------------------------------------------------------- report

    def row(self, what, value, unit, limit=None, goal=None, least=False):
        """`goal`: what `value` should stay below, or with `least` reach."""
        self.rows.append((what, value, unit, limit, goal, least))

    def table(self):
        print(f"\n{'what':<52}{'here':>12} {'unit':<6}{'limit':>10}{'ratio':>8}{'goal':>12}")
        missed = 0
        for what, value, unit, limit, goal, least in self.rows:
            if value is None:
                print(f"{what:<52}{'not right':>12}")
                continue
            ratio = f"{value / limit:.1f}" if limit else "-"
            met = goal is None or (value >= goal if least else value <= goal)
            missed += not met
            wanted = "-" if goal is None else f"{'>' if least else '<'} {goal:,g}"
            print(
                f"{what:<52}{number(value):>12} {unit:<6}{number(limit) if limit else '-':>10}{ratio:>8}{wanted:>12}"
                f"{'' if met else '  missed'}"
            )
        print(
            "\nLimits, CPU only: POST = epoll answer + a row of a commit of 64; page = SQLite's 50 rows + epoll answer of"
            "\n31 KB; GET = epoll answer; delivery = a prebuilt frame sent. No JSON, no rules, no hop to another thread."
        )
        print(f"goals missed: {missed}; runs that were not right: {self.failed}")

    # -------------------------------------------------------------------------------------------------------- parts

    def run(self):
        parts = self.arguments.parts.split(",") if self.arguments.parts else PARTS
        for part in parts:
            if part not in PARTS:
                fail(f"there is no part {part}; parts: {', '.join(PARTS)}")
        self.limits = self.bare_limits() if parts != ["app"] else {}
        try:
            self.server.start()
            for part in parts:
                getattr(self, f"part_{part}")()
        finally:
            self.server.stop()
        self.table()
        if self.arguments.keep:
            print(f"all runs: {self.folder}/runs.jsonl")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)
        return 1 if self.failed else 0

    def bare_limits(self):
        self.say("the bare limits of this machine")
        limits = subprocess.run([str(self.bin / "bench_limits")], capture_output=True, text=True, timeout=RUN_LIMIT_S)
        if limits.returncode != 0:
            fail(limits.stderr.strip() or "bench_limits failed")
        return {name: value["cpu_us"] for name, value in json.loads(limits.stdout).items()}

    def part_start(self):
        self.row("start to first answer, empty data", self.server.first_answer_s * 1e3, "ms", goal=500)
        time.sleep(2)
        self.row("memory after start, idle", self.server.rss_mb(), "MB", goal=40)

    def part_post(self):
        limit = self.limits["http_post"] + self.limits["sqlite_commit_row"]
        median = self.medians("post", "--conns", "64")
        self.row("durable POST, 64 connections: CPU", median(self.cpu_us), "us", limit, 100)
        self.row("durable POST, 64 connections: rate", median(lambda r: r["per_s"]), "/s", goal=8000, least=True)
        self.row("durable POST, 64 connections: p99", median(lambda r: r["latency_ms"]["p99"]), "ms", goal=30)
        median = self.medians("post", "--conns", "1")
        self.row("durable POST, 1 connection: p50", median(lambda r: r["latency_ms"]["p50"]), "ms", goal=0.6)

    def part_get(self):
        median = self.medians("get", "--conns", "64")
        self.row("GET from memory: CPU", median(self.cpu_us), "us", self.limits["http_get"], 25)

    def part_history(self):
        limit = self.limits["sqlite_page"] + self.limits["http_page"]
        median = self.medians("history", "--conns", "16")
        self.row("history page of 50: CPU", median(self.cpu_us), "us", limit, 100)
        self.row("history page of 50: rate", median(lambda r: r["per_s"]), "/s", goal=9000, least=True)

    def part_delivery(self):
        sessions = ["--clients", "1000", "--drain", "60"]
        slow = ["--rate", "10"]
        median = self.medians("fanout", *sessions, "--window", "8")
        self.row("delivery to 1,000 sessions: CPU", median(self.cpu_us), "us", self.limits["delivery_1000"], 10)
        rate = median(lambda r: r["deliveries_per_s"])
        self.row("delivery to 1,000 sessions: rate", rate, "/s", goal=100_000, least=True)
        median = self.medians("fanout", *sessions, "--rate", "20", warm=slow)
        self.row("delivery at 20 messages/s: p99", median(lambda r: r["delivery_ms"]["p99"]), "ms", goal=50)

    def part_login(self):
        for channels, goal in ((50, 0.5), (500, 2)):
            median = self.medians("login", "--channels", str(channels))
            cpu = median(self.cpu_us)
            self.row(f"login, {channels} channels: CPU", cpu and cpu / 1e3, "ms", goal=goal)

    def part_idle(self):
        fill = ["--clients", "20", "--users", "1000", "--rate", "5"]
        for name, extra, goal in (("no compression", [], 40), ("zlib-stream", ["--compress", "zlib-stream"], 80)):
            results = []
            for _ in range(self.runs):
                self.server.stop()
                self.server.start()
                self.load("fanout", *fill, seconds="2")
                result = self.load("idle", "--clients", "1000", *extra, seconds="5")
                results += [result["kb_per_connection"]] if result else []
            self.row(f"idle session, {name}", statistics.median(results) if results else None, "KB", goal=goal)
        self.row("start to first answer, existing data", self.server.first_answer_s * 1e3, "ms", goal=300)

    def part_micro(self):
        self.say("bench_micro")
        command = pinned(0, [str(self.bin / "bench_micro"), "--benchmark_format=json"])
        done = subprocess.run(command, capture_output=True, text=True, timeout=RUN_LIMIT_S)
        names = {"snowflake": "a snowflake, one thread (4,096 in a ms)", "permissions": "permissions, 10 roles, 20 overwrites"}
        goals = {"snowflake": 244, "permissions": 100}
        for entry in json.loads(done.stdout)["benchmarks"]:
            name = entry["name"]
            self.row(names.get(name, name), entry["cpu_time"], entry["time_unit"], goal=goals.get(name))

    def part_app(self):
        app_figures.part_app(self)


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], prog="./dev bench")
    parser.add_argument("--build", default="build/release", help="the build folder (build/release)")
    parser.add_argument("--runs", type=int, default=3, help="measured runs of each row (3)")
    parser.add_argument("--quick", action="store_true", help="one run of four seconds each")
    parser.add_argument("--parts", default="", help=f"only these, comma separated: {','.join(PARTS)}")
    parser.add_argument("--keep", default="", help="keep data, log and all runs in this folder")
    sys.exit(Bench(parser.parse_args()).run())


if __name__ == "__main__":
    main()
