"""The doctor finds what is missing, says how to get it, and is not fooled."""

import json
from importlib import metadata

import pytest
from click.testing import CliRunner

from uat.cli import findings as doctor
from uat.cli import main


def findings(monkeypatch, requirements):
    monkeypatch.setattr(doctor, "requirements", lambda: requirements)
    return {finding.name: finding for finding in doctor.examine()}


def test_this_machine_is_healthy(monkeypatch):
    found = findings(monkeypatch, [("core", "numpy>=2"), ("dev", "pytest>=9")])
    assert all(finding.ok for finding in found.values())
    assert found["numpy"].found == metadata.version("numpy")
    assert not any(finding.advice for finding in found.values())


def test_what_is_missing_or_too_old_is_named_with_a_command(monkeypatch):
    found = findings(
        monkeypatch,
        [("core", "not-a-package>=1"), ("onnx", "not-there>=2"), ("core", "click>=999")],
    )
    assert found["not-a-package"].advice.endswith("-m pip install 'not-a-package>=1'")
    assert found["not-there"].advice.endswith("-m pip install 'not-there>=2'")
    assert not found["click"].ok and "click>=999 is needed" in found["click"].found


def test_a_package_that_cannot_be_imported_is_found_out(monkeypatch, without):
    without("manim")
    found = findings(monkeypatch, [("core", "manim[typst]==0.22.0")])
    assert not found["manim"].ok
    assert "libcairo2" in found["manim"].advice


def test_the_distribution_declares_core_and_extras():
    declared = doctor.requirements()
    assert ("core", "numpy>=2.1") in declared
    assert {"onnx", "sklearn", "torch", "dev"} <= {topic for topic, _ in declared}


@pytest.mark.parametrize(("requirements", "status"), [([], 0), ([("core", "no-such>=1")], 1)])
def test_the_command_ends_with_the_verdict(monkeypatch, requirements, status):
    monkeypatch.setattr(doctor, "requirements", lambda: requirements)
    result = CliRunner().invoke(main, ["doctor", "--json"])
    assert result.exit_code == status
    assert json.loads(result.stdout)["healthy"] is (status == 0)
    printed = CliRunner().invoke(main, ["doctor"]).stdout
    assert ("MISSING" in printed) is (status == 1)
