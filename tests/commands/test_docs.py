"""Commands that the documents show are commands that there are."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from monitor.cli import COMMANDS, app

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = r"^(?: {4}|\$ )(?:\.venv/bin/|\w+=\S+ )*monitor (?P<line>[a-z][^\n|<>…]*)"
INLINE = r"`(?:\.venv/bin/)?monitor (?P<inline>[a-z][^`\n]*)`"
SHOWN = re.compile(f"{BLOCK}|{INLINE}", re.MULTILINE)


def shown() -> Iterator[tuple[str, str]]:
    """Every command that a document shows, with the document's name."""
    for document in DOCUMENTS:
        for found in SHOWN.finditer(document.read_text(encoding="utf-8")):
            yield document.name, (found["line"] or found["inline"]).partition("  #")[0].strip()


def parse(command: Any, words: list[str], name: str = "monitor") -> None:
    """Have the command read these words as it would, and do nothing. Raises where it would not take them."""
    context = command.make_context(name, list(words), resilient_parsing=False)
    rest = [*context._protected_args, *context.args] if hasattr(context, "_protected_args") else context.args
    if hasattr(command, "get_command") and rest:
        inner = command.get_command(context, rest[0])
        assert inner is not None, f"there is no command {name} {rest[0]}"
        parse(inner, rest[1:], f"{name} {rest[0]}")


@pytest.mark.parametrize(("document", "line"), sorted(set(shown())), ids=lambda value: value)
def test_a_command_that_is_shown_is_taken(document: str, line: str) -> None:
    words = shlex.split(line)
    if len(words) > 1 or words[0] in {"run", "demo", "worker", "poll", "status", "doctor", "tally"}:
        parse(get_command(app), words)
    assert words[0] in COMMANDS


def test_every_command_is_explained() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"monitor {name}" in page
        command = get_command(app).get_command(None, name)  # type: ignore[arg-type]  # it asks for no context
        for inner in getattr(command, "commands", ()):
            assert f"monitor {name} {inner}" in page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    command = get_command(app).get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    for each in (command, *getattr(command, "commands", {}).values()):
        assert each.help or each.short_help
        for param in each.params:
            assert getattr(param, "help", None) or param.param_type_name == "argument", f"{name} {param.name}"
