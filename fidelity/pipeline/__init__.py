"""The whole job, :func:`check`, and parts of it. Its stages are in :mod:`fidelity.pipeline.together`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

from fidelity.cache import Cache
from fidelity.embedding import Encoder
from fidelity.pipeline.aligned import score
from fidelity.pipeline.extracting import word_vectors
from fidelity.pipeline.inspecting import Input, inspect
from fidelity.pipeline.memory import Progress
from fidelity.pipeline.models import Models
from fidelity.pipeline.together import Wanted, check_together
from fidelity.quotations import extract_quotations
from fidelity.report import Report
from fidelity.settings import Settings
from fidelity.types import Document, Quotation, VerdictRecord

__all__ = ["Input", "Progress", "check", "inspect", "quotes", "score"]


def check(
    translation: Input,
    articles: Input | Sequence[Input],
    *,
    model: str | None = None,
    lang: str | None = None,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    calibration: str | os.PathLike[str] | None = None,
    speaker: str | Sequence[str] | None = None,
    occasion: str | None = None,
    compare: Iterable[str | int] = (),
    leave_out: Iterable[str | int] = (),
    verdicts: Iterable[VerdictRecord] = (),
    cache: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Pair the quotations of ``articles`` with passages of ``translation``, and judge how far each passage drifted.

    If both sides are English, the built-in English encoder pairs them. The built-in multilingual encoder pairs any
    other two of its languages. ``model`` names another model for pairing: a built-in one, or one of the
    sentence-transformers library (a hub name or a folder); ``encoder`` is one of your own. ``lang`` is the language of
    the translation's body (BCP 47), if the tagging is wrong. ``calibration`` is a file that ``fidelity calibrate``
    wrote. ``speaker`` (one name or several) and ``occasion`` say whose words are the document's, and where they were
    said; they replace the evidence of the documents. ``compare`` and ``leave_out`` name quotations that are compared,
    or left out, in any case: by row number (:meth:`Report.number`), by id, or by the beginning of an id. Reviewers'
    ``verdicts`` "is of the document" and "is not of the document" have the same effect. ``cache`` is a folder in which
    the models' results are kept, without the texts; they are not computed again. Nothing is sent, and nothing else is
    written.

    Raises:
        InputError: if a document cannot be read, or the translation has no body that the model serves.
        SettingError: if a name in ``compare`` or ``leave_out`` fits no quotation or several.
        ModelError: if the model cannot be loaded, or the calibration file is damaged or for another version or model.
        StoreError: if ``cache`` cannot be used, or others may look into it.
        MissingExtraError: if ``model`` needs the extra ``models`` and it is not installed.
    """
    wanted = Wanted(translation, articles, lang, speaker, occasion, tuple(compare), tuple(leave_out), tuple(verdicts))
    with ExitStack() as stack:
        kept = stack.enter_context(Cache(cache)) if cache is not None else None
        models = Models(
            settings or Settings(),
            encoder=encoder,
            model=model,
            calibration=calibration,
            progress=progress,
            cache=kept,
        )
        [found] = check_together(models, [wanted])
    if isinstance(found, Exception):
        raise found
    return found


def quotes(article: Input, *, settings: Settings | None = None) -> tuple[Document, tuple[Quotation, ...]]:
    """An article, and the quotations in it with kind, speaker, cue and occasion.

    ``settings.selection.kinds`` names the kinds; by default they are direct and mixed.

    Raises:
        InputError: if it cannot be read.
        ModelError: if indirect speech is requested and a model's files are missing or damaged.
    """
    settings = settings or Settings()
    document = inspect(article, settings=settings)
    found = extract_quotations(document, settings.quotations, word_vectors(settings))
    return document, tuple(quotation for quotation in found if quotation.kind in settings.selection.kinds)
