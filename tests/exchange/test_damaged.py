"""Damaged files, found by fuzzing, are read or refused in one sentence."""

import tracemalloc
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from fuzzing import imported

from uat.base.errors import InputError
from uat.exchange.load import load

FOUND = Path(__file__).parent / "damaged"
# What is said of each file; "" of those that can be read.
CASES = {
    "about_cut.npz": "is damaged: Expecting value",
    "box_infinite.json": "box is empty or infinite",
    "box_reversed.json": "box is empty or infinite",
    "claims_many_rows.npz": "as many biases as its weights have rows",
    "error_infinite.json": "error is not a number",
    "far_away.csv": "",
    "many_inputs.json": "1 … 10,000 inputs, not 1,000,000,000,000",
    "name_differs.npz": "is not a network file: File name in directory",
    "not_ascii.proof.json": "is not a proof file: it is no text",
    "place_infinite.proof.json": "the place of its error is not in the domain",
    "samples.tif": "is ",
    "two_names.json": "speaks of 2 inputs, and its network has another number",
    "weight_huge.json": "",
    "weights_elsewhere.onnx": "weights are in another file",
    "weights_huge.safetensors": "",
    "wrong_size.onnx": "cannot be read: cannot reshape",
}


def test_every_found_file_has_its_case():
    assert {path.name for path in FOUND.iterdir()} == set(CASES)


@pytest.fixture(scope="module")
def readers() -> ModuleType:
    return imported("readers")


@pytest.mark.parametrize("name", CASES)
def test_what_was_found_is_read_or_told_in_a_sentence(readers, caplog, name):
    if not CASES[name]:
        readers.used(FOUND / name)  # warnings are errors
        return
    with pytest.raises(InputError) as told:
        readers.used(FOUND / name)
    assert CASES[name] in str(told.value)
    assert "\n" not in str(told.value) and len(str(told.value)) < 500
    assert not caplog.records  # what a package logs would be printed beside the sentence


def test_a_small_archive_that_unpacks_to_much_is_refused_unread(tmp_path):
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weights_0.npy", bytes(70_000_000))
    tracemalloc.start()
    with pytest.raises(InputError, match="bytes unpack to 70,000,000"):
        load(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000])
def test_a_deep_proof_is_told(readers, tmp_path, text):
    (tmp_path / "deep.proof.json").write_text(text)
    with pytest.raises(InputError, match="is not a proof file: maximum recursion"):
        readers.used(tmp_path / "deep.proof.json")
