"""Reads the text in the picture of a page with Tesseract, where it is installed."""

import os
import shutil
import subprocess
from functools import cache

from monitor.extract.sandbox import die_with_parent

DOTS_PER_INCH = 150  # on 60 scanned pages word recall was 0.979 at 150, 0.965 at 200 and 0.972 at 300, at half to a third of the time
UPRIGHT = "1"  # find out how the page lies before reading it: upside down it reads as noise. Costs 0.15 s
SECONDS = 40  # a page takes 1.3 s; a newspaper-size scan took 20


@cache
def installed() -> str | None:
    """The path of Tesseract, or None."""
    return shutil.which("tesseract")


@cache
def models() -> frozenset[str]:
    """The languages that are installed."""
    listed = subprocess.run([str(installed()), "--list-langs"], capture_output=True, check=False, timeout=SECONDS)  # noqa: S603 -- our own arguments
    return frozenset(listed.stdout.decode("utf-8", "replace").split())


def recognised(picture: bytes, language: str, seconds: float = SECONDS) -> str | None:
    """The text in a picture (PNM, PNG, JPEG or TIFF); None where Tesseract is absent, gave up, or lacks the language.

    Of several languages, joined by "+", those are used that are installed.
    """
    program = installed()
    language = "+".join(name for name in language.split("+") if name in models()) if program else ""
    if program is None or not language:
        return None
    command = [program, "stdin", "stdout", "-l", language, "--psm", UPRIGHT, "--dpi", str(DOTS_PER_INCH)]
    # One thread: its OpenMP threads slow one another down, and the cores belong to other workers.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 -- our own arguments; the language is checked where it enters
            command,
            input=picture,
            capture_output=True,
            timeout=min(seconds, SECONDS),
            check=False,
            env=environment,
            preexec_fn=die_with_parent,  # safe: the worker has one thread
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
