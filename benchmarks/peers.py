"""What an unchanged poll of a page costs here, in webchanges and in changedetection.io, on the same pages in one run.

    python benchmarks/peers.py [PAGES]

PAGES (default: 300) of 50 kB on loopback that never change. Each program reads all of them once, then again: the second pass is
measured, in CPU milliseconds a page, with the peak of its resident memory. The others are installed by pip into folders of their own
that are gone afterwards; one that cannot be installed is named and left out. Linux only.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from simulated import processes
from world import answers, free_port, world

PATIENCE = 600


def ours(pages: int, folder: Path) -> tuple[float, int]:
    """CPU milliseconds a page, and bytes."""
    with world(pages, f"sqlite:///{folder / 'data' / 'monitor.db'}", 1, folder, kind="pages") as stage:
        stage.until(stage.passed(pages))
        stage.make_due()  # a first run looks back further than those that follow
        stage.until(stage.passed(2 * pages))
        time.sleep(5)  # what is done once after a start is no part of a pass
        before = processes.cpu_seconds(stage.workers)
        stage.make_due()
        stage.until(stage.passed(3 * pages))
        return 1000 * (processes.cpu_seconds(stage.workers) - before) / pages, processes.peak_bytes(stage.workers)


def webchanges(pages: int, folder: Path) -> tuple[float, int]:
    """The same; its process ends after each pass, so what it costs to start with one page is taken off."""
    program = installed("webchanges", folder) / "webchanges"
    with site() as address:
        few, _ = _passes(program, folder / "one", [f"{address}/page/0"])
        all_, peak = _passes(program, folder / "all", [f"{address}/page/{page}" for page in range(pages)])
    return 1000 * (all_ - few) / (pages - 1), peak


def _passes(program: Path, folder: Path, urls: list[str]) -> tuple[float, int]:
    """CPU seconds of the second of two passes, and its peak."""
    folder.mkdir()
    (folder / "jobs.yaml").write_text("---\n".join(yaml.safe_dump({"url": url}) for url in urls))
    (folder / "config.yaml").write_text("report: {stdout: {enabled: false}}\n")
    files = {"jobs": "jobs.yaml", "config": "config.yaml", "hooks": "hooks.py", "database": "snapshots.db"}
    command = [str(program), *(f"--{name}={folder / file}" for name, file in files.items())]
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 -- just installed
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def changedetection(pages: int, folder: Path) -> tuple[float, int]:
    """The same; it runs as a service and is asked to check everything again."""
    program = installed("changedetection.io", folder) / "changedetection.io"
    port = free_port()
    environment = {**os.environ, "ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "LOGGER_LEVEL": "ERROR", "FETCH_WORKERS": "10"}
    command = [str(program), "-C", "-d", str(folder / "store"), "-p", str(port), "-h", "127.0.0.1"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    with site() as address, subprocess.Popen(command, **quiet) as process:  # noqa: S603 -- just installed
        try:
            answers(port)
            return _rechecked(port, folder / "store", address, pages, process.pid)
        finally:
            process.terminate()


def _rechecked(port: int, store: Path, address: str, pages: int, pid: int) -> tuple[float, int]:
    key = json.loads((store / "changedetection.json").read_text())["settings"]["application"]["api_access_token"]

    def ask(path: str, body: bytes | None = None) -> Any:
        headers = {"x-api-key": key, "content-type": "text/plain"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/{path}", data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 -- loopback
            return json.load(answer)

    def checked(since: float) -> Callable[[], bool]:
        return lambda: sum(watch["last_checked"] >= since for watch in ask("watch").values()) >= pages

    for watch in ask("watch"):  # the examples that it comes with
        remove = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/watch/{watch}", method="DELETE", headers={"x-api-key": key})
        urllib.request.urlopen(remove, timeout=60).close()  # noqa: S310 -- loopback
    ask("import", "\n".join(f"{address}/page/{page}" for page in range(pages)).encode())
    ask("watch?recheck_all=1")
    _until(checked(1))
    time.sleep(10)
    before, begun = processes.cpu_seconds([pid]), int(time.time())
    ask("watch?recheck_all=1")
    _until(checked(begun), every=3)
    return 1000 * (processes.cpu_seconds([pid]) - before) / pages, processes.peak_bytes([pid])


def _until(happened: Callable[[], bool], every: float = 1) -> None:
    for _ in range(int(PATIENCE / every)):
        if happened():
            return
        time.sleep(every)
    raise TimeoutError("it never happened")


@contextmanager
def site() -> Iterator[str]:
    """The pages, where anybody may ask for them."""
    port = free_port()
    with processes.running("simulated.publishers", port, 0, 50):
        answers(port)
        yield f"http://127.0.0.1:{port}"


def installed(package: str, folder: Path) -> Path:
    """The folder of the programs of a package, which is installed apart."""
    folder.mkdir(parents=True)
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / "bin"
    subprocess.run([str(programs / "pip"), "install", "-q", package], check=True, capture_output=True)  # noqa: S603 -- our own command
    return programs


def main() -> None:
    """Measure and print."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    found: dict[str, float] = {}
    print("| | CPU ms per unchanged poll | MB at the peak | ours takes |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as made:
        for measure in (ours, webchanges, changedetection):
            try:
                milliseconds, peak = measure(pages, Path(made) / measure.__name__)
            except subprocess.CalledProcessError as error:
                reason = re.sub(r"\s+", " ", (error.stderr or b"").decode(errors="replace"))[-200:]
                print(f"| {measure.__name__} | could not be installed: {reason} | | |", flush=True)
                continue
            found[measure.__name__] = milliseconds
            print(f"| {measure.__name__} | {milliseconds:.2f} | {peak >> 20} | {found['ours'] / milliseconds:.2f} |", flush=True)


if __name__ == "__main__":
    main()
