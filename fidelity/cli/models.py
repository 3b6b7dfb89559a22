"""``fidelity models``: the models that are installed."""

from __future__ import annotations

import typer

from fidelity.cli.app import DONE, app
from fidelity.cli.console import print_text

models = typer.Typer(help="The models that ship with fidelity.", invoke_without_command=True, rich_markup_mode=None)
app.add_typer(models, name="models")


@models.callback()
def _models(context: typer.Context) -> None:
    """List the built-in models: their licence, languages and checksums."""
    if context.invoked_subcommand is None:
        from fidelity.embedding import BuiltInEncoder, Encoder, MultilingualEncoder
        from fidelity.scorer import Scorer
        from fidelity.scorer.across import AcrossReader
        from fidelity.scorer.minilm import PairScorer
        from fidelity.scorer.mpnet import MeaningReader

        multilingual = MultilingualEncoder()
        models: dict[str, Encoder | Scorer | AcrossReader] = {
            "finds passages in English": BuiltInEncoder(),
            "finds passages across languages": multilingual,
            "aligns words, and tells passages of the quotation from others": PairScorer(),
            "judges pairs": MeaningReader(),
            "judges pairs of English and another language": AcrossReader(multilingual.encode),
        }
        for task, model in models.items():
            languages = ", ".join(sorted(model.languages or ()))
            print_text(f"{model.name}  built in, {task}, Apache-2.0, languages: {languages}\n")


@models.command("verify")
def models_verify() -> int:
    """Compare the models' files with their checksums."""
    from fidelity.embedding import verify_models

    for name, digest in verify_models().items():
        print_text(f"{digest}  {name}  OK\n")
    return DONE
