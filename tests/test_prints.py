"""Every sample printed anew, by our own press and by LibreOffice: no size of letters changes what is read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from gold import SAMPLES
from press import Setting
from prints import FONT, LANDSCAPE, PORTRAIT, PRESSED, Proof, faults_of, printed, set_anew

from qzparse.extract.office import find_program

SETTINGS = [
    Setting(8, *PORTRAIT),
    Setting(9.5, *LANDSCAPE, pad=2.0, again=True),
    Setting(10.5, *PORTRAIT, pad=4.0, numbered=True),
    Setting(12, *LANDSCAPE, pad=8.0, numbered=True, again=True),
]
PROOFS = [Proof(9.5, LANDSCAPE), Proof(11, PORTRAIT)]
SECONDS = 120


def has_font() -> bool:
    """Tell whether the font is here in which the proofs are known to be whole."""
    program = shutil.which("fc-list")
    found = subprocess.run([program, FONT], capture_output=True, check=False) if program else None
    return bool(found and found.stdout.strip())


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: f"{setting.size:g}")
@pytest.mark.parametrize("sample", PRESSED)
def test_print_of_a_sample_is_read_as_its_document(
    sample: str, setting: Setting, kind: str, tmp_path: Path
) -> None:
    file = tmp_path / f"list.{kind}"
    file.write_bytes(printed(sample, setting, kind))
    assert not faults_of(sample, file)


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let LibreOffice print every sample in every way, all at once."""
    folder = tmp_path_factory.mktemp("proofs")
    program = find_program()
    assert program
    files = []
    for sample in sorted(one.name for one in SAMPLES.iterdir() if one.is_dir()):
        for proof in PROOFS:
            files.append(folder / f"{sample}-{proof.name}.docx")
            set_anew(sample, proof, files[-1])
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(
        command, capture_output=True, check=True, timeout=SECONDS, env={**os.environ, "HOME": str(folder)}
    )
    return folder


@pytest.mark.skipif(
    find_program() is None or not has_font(), reason="LibreOffice or its font is not installed"
)
@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
@pytest.mark.parametrize("sample", sorted(one.name for one in SAMPLES.iterdir() if one.is_dir()))
def test_proof_by_libreoffice_is_read_as_the_sample(sample: str, proof: Proof, proofs: Path) -> None:
    assert not faults_of(sample, proofs / f"{sample}-{proof.name}.pdf")
