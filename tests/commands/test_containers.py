"""What the container and its compose files rely on."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from monitor.cli import COMMANDS
from monitor.extract.languages import models
from monitor.settings import Settings, SettingsError, load
from sources import registry

ROOT = Path(__file__).parents[2]
SECRETS = sorted(name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation))


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may_come_from_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / name
    file.write_text("json://a-secret-of-enough-characters.example/\n")
    monkeypatch.setenv(f"MONITOR_{name.upper()}_FILE", str(file))
    secret = getattr(load(), name)
    assert isinstance(secret, SecretStr)
    assert secret.get_secret_value() == "json://a-secret-of-enough-characters.example/"
    monkeypatch.setenv(f"MONITOR_{name.upper()}", "another")
    with pytest.raises(SettingsError, match="are both set"):
        load()


def services(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    whole = yaml.safe_load((ROOT / name).read_text())
    return whole, {key: service for key, service in whole["services"].items() if "build" in service}


@pytest.mark.parametrize("name", ["compose.yaml", "compose.scale.yaml"])
def test_a_compose_file_uses_settings_secrets_and_volumes_that_there_are(name: str) -> None:
    whole, ours = services(name)
    known = {f"MONITOR_{field.upper()}" for field in Settings.model_fields}
    known |= {f"MONITOR_{secret.upper()}_FILE" for secret in SECRETS}
    assert ours
    for service in ours.values():
        assert set(service.get("environment", {})) - known == set()
        assert set(service.get("secrets", [])) - set(whole.get("secrets", {})) == set()
        assert {volume.partition(":")[0] for volume in service["volumes"]} - set(whole["volumes"]) == set()


@pytest.mark.parametrize("name", ["compose.yaml", "compose.scale.yaml"])
def test_containers_may_write_to_their_volume_and_nothing_else(name: str) -> None:
    for service in services(name)[1].values():
        assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])  # noqa: S108  # a path in the container


@pytest.mark.parametrize("name", ["compose.yaml", "compose.scale.yaml"])
def test_containers_do_what_there_is_and_wait_for_what_there_is(name: str) -> None:
    whole, ours = services(name)
    for service in ours.values():
        assert service.get("command", ["run"])[0] in COMMANDS
        waits = service.get("depends_on", {})
        assert {other for other, until in waits.items() if until == {"condition": "service_healthy"}} == set(waits)
        assert all("healthcheck" in whole["services"][other] for other in waits)
    assert all(secret["file"].startswith("./secrets/") for secret in whole.get("secrets", {}).values())


def test_the_image_recognises_the_languages_of_all_sources_that_are_on() -> None:
    on = [source.publisher for source in registry.load().values() if source.publisher.enabled]
    wanted = {model for publisher in on for model in models(publisher.languages).split("+")}
    packages = {f"tesseract-ocr-{model.replace('_', '-')}" for model in wanted - {"eng"}}  # which comes with Tesseract
    assert packages - set((ROOT / "Dockerfile").read_text().split()) == set()
