"""Nothing calls out unless the owner asked for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.environment import apply, names_hub_model


def test_by_default_the_libraries_stay_offline_and_silent() -> None:
    environment: dict[str, str] = {}
    apply(environment)

    assert environment["HF_HUB_OFFLINE"] == "1"
    assert environment["HF_HUB_DISABLE_TELEMETRY"] == "1"
    assert environment["GRADIO_ANALYTICS_ENABLED"] == "False"


def test_a_hub_model_may_be_fetched_but_nothing_is_reported() -> None:
    environment = {"CLAUSIER_MODEL": "intfloat/multilingual-e5-base"}
    apply(environment)

    assert "HF_HUB_OFFLINE" not in environment
    assert environment["HF_HUB_DISABLE_TELEMETRY"] == "1"


def test_the_owners_own_settings_win() -> None:
    environment = {"HF_HUB_OFFLINE": "0"}
    apply(environment)

    assert environment["HF_HUB_OFFLINE"] == "0"


@pytest.mark.parametrize("name", ["owner/model", "model"])
def test_names_of_hub_models(name: str) -> None:
    assert names_hub_model(name)


@pytest.mark.parametrize("name", ["", "./model", "~/model", "/opt/model", "a/b/c"])
def test_names_of_folders(name: str) -> None:
    assert not names_hub_model(name)


def test_a_folder_that_exists_is_no_hub_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "owner" / "model").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    assert not names_hub_model("owner/model")


def test_importing_the_package_loads_no_library() -> None:
    code = "import index, sys; print([m for m in ('torch', 'faiss', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
