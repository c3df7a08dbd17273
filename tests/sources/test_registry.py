"""Catalog files become sources, and what is wrong with one is said so that it can be put right."""

import time
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from sources import registry
from sources.agendas.legistar import Legistar
from sources.registry import CatalogError
from sources.web import Web

ENTRY = """\
platform: legistar
sources:
  us-zz-elm:
    title: Elm City Council
    site: https://elm.legistar.com/Calendar.aspx
    division: ocd-division/country:us/state:zz/place:elm
    timezone: America/Chicago
    options: {client: elm}
"""


def catalog(folder: Path, text: str = ENTRY, name: str = "elm.yml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return folder


def test_an_entry_becomes_a_source_of_its_platform(tmp_path: Path) -> None:
    source = registry.load(catalog(tmp_path))["us-zz-elm"]
    assert isinstance(source, Legistar)
    assert source.client == "elm"
    assert source.publisher.timezone == ZoneInfo("America/Chicago")
    assert (source.publisher.every, source.publisher.backfill) == (timedelta(hours=2), timedelta(days=90))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30m", timedelta(minutes=30)), ("2h", timedelta(hours=2)), ("90d", timedelta(days=90)), ("1w", timedelta(weeks=1))],
)
def test_durations_are_a_number_and_a_unit(tmp_path: Path, text: str, expected: timedelta) -> None:
    source = registry.load(catalog(tmp_path, f"{ENTRY}    every: {text}\n"))["us-zz-elm"]
    assert source.publisher.every == expected


WRONG = {
    "a misspelt option": (("client: elm", "cilent: elm"), "options: unknown key 'cilent', did you mean 'client'?; allowed: client, token"),
    "a missing option": (("{client: elm}", "{}"), "options: the key 'client' is missing"),
    "an ill-typed option": (("client: elm", "client: [1]"), r"options: client \[1\] does not fit: Input should be a valid string"),
    "a misspelt key": (("title:", "titel:"), "unknown key 'titel', did you mean 'title'?; allowed: title, site, division, "),
    "no time zone": (("    timezone: America/Chicago\n", ""), "the key 'timezone' is missing"),
    "no division": (("    division: ocd-division/country:us/state:zz/place:elm\n", ""), "the key 'division' is missing"),
    "a zone of no place": (("America/Chicago", "America/Chigaco"), "timezone 'America/Chigaco' does not fit"),
    "a division of another form": (("ocd-division/country:us", "us"), "division 'us/state:zz/place:elm' is not an Open Civic Data id"),
    "a site without scheme": (("https://elm", "elm"), "site 'elm.legistar.com/Calendar.aspx' is not an absolute address"),
    "a duration without unit": (("    options:", "    every: 30\n    options:"), "every 30 does not fit: write a duration as"),
    "a duration in words": (
        ("    options:", "    every: daily\n    options:"),
        "every 'daily' does not fit: write a duration as .* \"2h\"",
    ),
    "a secret that is not set": (("client: elm", "client: elm, token: 'env:NO_SUCH_TOKEN'"), "there is no NO_SUCH_TOKEN: set it"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named_with_its_file_source_and_key(tmp_path: Path, wrong: str) -> None:
    (old, new), message = WRONG[wrong]
    with pytest.raises(CatalogError, match=f"elm.yml: us-zz-elm: .*{message}".replace("?", r"\?")):
        registry.load(catalog(tmp_path, ENTRY.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("platform: legistar", "platform: legista", "no platform 'legista', did you mean 'legistar'"),
        ("us-zz-elm", "elm-city", "'elm-city' is not an id: write country-region-place"),
        ("    title:", "    title: Elm\n    title:", "the key 'title' is written twice"),
        ("platform: legistar\n", "", "a catalog file has the keys"),
        ("    options: {client: elm}\n", "    options: elm\n", "made of keys and values"),
        ("platform:", "platform: [", "not YAML"),
        ("sources:", "defaults: elm\nsources:", "'defaults' are made of keys and values"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogError, match=f"elm.yml: .*{message}") as raised:
        registry.load(catalog(tmp_path, ENTRY.replace(old, new)))
    assert str(raised.value).startswith(str(tmp_path))


def test_defaults_of_a_file_hold_for_all_entries_that_say_nothing_else(tmp_path: Path) -> None:
    text = ENTRY.replace("sources:", "defaults: {enabled: false, every: 6h, evidence: a list of sites}\nsources:")
    publisher = registry.load(catalog(tmp_path, f"{text}    every: 1h\n"))["us-zz-elm"].publisher
    assert (publisher.enabled, publisher.every, publisher.evidence) == (False, timedelta(hours=1), "a list of sites")


def test_robots_txt_is_obeyed_unless_the_entry_says_that_the_publisher_gave_leave(tmp_path: Path) -> None:
    obeying = registry.load(catalog(tmp_path, ENTRY))["us-zz-elm"]
    given_leave = registry.load(catalog(tmp_path, f"{ENTRY}    robots: false\n"))["us-zz-elm"]
    assert (Web.of(obeying).robots, Web.of(given_leave).robots) == (None, False)


def test_an_id_names_one_source(tmp_path: Path) -> None:
    catalog(tmp_path, name="other.yaml")
    with pytest.raises(CatalogError, match=r"other.yaml: us-zz-elm is also in .*elm.yml"):
        registry.load(catalog(tmp_path))


def test_an_operator_changes_fields_of_an_entry_and_keeps_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELM_TOKEN", "hush")
    own = "platform: legistar\nsources:\n  us-zz-elm: {enabled: false, every: 1d, options: {token: 'env:ELM_TOKEN'}}\n"
    source = registry.load(catalog(tmp_path / "a"), catalog(tmp_path / "b", own))["us-zz-elm"]
    assert isinstance(source, Legistar)
    assert (source.client, source.token) == ("elm", "hush")
    assert (source.publisher.enabled, source.publisher.every, source.publisher.title) == (False, timedelta(days=1), "Elm City Council")


def test_an_operator_cannot_turn_a_source_into_one_of_another_platform(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="us-zz-elm is on the platform legistar"):
        registry.load(catalog(tmp_path / "a"), catalog(tmp_path / "b", ENTRY.replace("platform: legistar", "platform: other")))


def test_an_operator_switches_off_a_source_that_ships(tmp_path: Path) -> None:
    shipped = registry.load()["us-ca-oakland"]
    ours = registry.load(catalog(tmp_path, "platform: legistar\nsources:\n  us-ca-oakland: {enabled: false}\n"))["us-ca-oakland"]
    assert (shipped.publisher.enabled, ours.publisher.enabled) == (True, False)
    assert shipped.publisher.title == ours.publisher.title


def test_a_token_is_shown_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELM_TOKEN", "hush")
    source = registry.load(catalog(tmp_path, ENTRY.replace("client: elm", "client: elm, token: 'env:ELM_TOKEN'")))["us-zz-elm"]
    assert "hush" not in repr(source)
    with pytest.raises(CatalogError) as raised:
        registry.load(catalog(tmp_path, ENTRY.replace("client: elm", "client: elm, token: [hush]")))
    assert "hush" not in str(raised.value)


def test_a_source_that_is_off_needs_no_token() -> None:
    assert not registry.load()["us-ny-new-york"].publisher.enabled


def test_a_source_is_built_to_be_tried_from_texts() -> None:
    source = registry.build("legistar", {"client": "elm"})
    assert isinstance(source, Legistar)
    assert (source.client, source.publisher.timezone) == ("elm", ZoneInfo("UTC"))
    there = registry.build("legistar", {"client": "elm"}, timezone="America/Denver", backfill="7d")
    assert (there.publisher.timezone, there.publisher.backfill) == (ZoneInfo("America/Denver"), timedelta(days=7))


def test_a_source_to_try_is_checked_as_an_entry_is() -> None:
    with pytest.raises(CatalogError, match="platform legistar: options: unknown key 'city'; allowed: client, token"):
        registry.build("legistar", {"city": "elm"})
    with pytest.raises(CatalogError, match="no platform 'legisar', did you mean 'legistar'"):
        registry.build("legisar", {})


def test_a_platform_has_the_name_of_its_module() -> None:
    assert registry.platforms()["legistar"] is Legistar


def test_fifteen_hundred_entries_load_in_seconds(tmp_path: Path) -> None:
    entry = yaml.safe_load(ENTRY)["sources"]["us-zz-elm"]
    many = {"platform": "legistar", "sources": {f"us-zz-elm-{number}": entry for number in range(1500)}}
    catalog(tmp_path, yaml.dump(many, Dumper=type("Plain", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})))
    registry.load()
    begun = time.perf_counter()
    assert len(registry.load(tmp_path)) > 1500
    assert time.perf_counter() - begun < 3  # 0.3 s on two shared cores


def test_no_source_that_is_on_needs_a_key_and_one_that_needs_it_says_where_it_is_given() -> None:
    publishers = [source.publisher for source in registry.load().values()]
    assert [publisher.id for publisher in publishers if publisher.needs_key and publisher.enabled] == []
    assert [publisher.id for publisher in publishers if publisher.needs_key and not publisher.register_at.startswith("https://")] == []
