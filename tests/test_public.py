"""The public surface, and what importing it costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import fidelity
from tests.seeds import ARTICLE, TRANSLATION

ROOT = Path(__file__).resolve().parent.parent
HEAVY = (
    *("numpy", "pandas", "onnxruntime", "torch", "sentence_transformers", "langdetect", "tokenizers"),
    *("py3langid", "lxml", "trafilatura", "docx", "pdfminer"),
)


def loaded_by(code: str) -> set[str]:
    """Which heavy packages are loaded after ``code``, in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(*(m for m in {HEAVY!r} if m in sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_every_public_name_resolves_and_has_a_docstring() -> None:
    for name in fidelity.__all__:
        value = getattr(fidelity, name)
        assert name == "__version__" or value.__doc__, name


def test_all_is_what_the_docs_document() -> None:
    section = (ROOT / "docs" / "library.md").read_text(encoding="utf-8").split("## Names", 1)[1]
    documented = set(re.findall(r"`(?:fidelity\.)?(\w+)(?:\([^`]*\))?`", section))
    assert set(fidelity.__all__) - {"__version__"} <= documented


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(fidelity, "nonsense")


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import fidelity; fidelity.Span; fidelity.Settings; fidelity.Report") == set()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import fidelity.cli\n"
        "sys.argv = ['fidelity', 'check', '--help']\n"
        "try: fidelity.cli.main()\n"
        "except SystemExit: pass"
    )
    assert loaded_by(code) == set()


def test_the_main_job_loads_neither_pandas_nor_torch() -> None:
    code = f"import fidelity\nfidelity.check({str(TRANSLATION)!r}, [{str(ARTICLE)!r}])"
    assert loaded_by(code) <= {"numpy", "onnxruntime", "langdetect", "tokenizers"}


def test_every_command_and_option_has_help() -> None:
    import typer

    from fidelity.cli import app

    group = typer.main.get_command(app)
    context = group.make_context("fidelity", ["check", "a", "b"], resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"
