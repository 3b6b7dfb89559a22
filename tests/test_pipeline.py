"""The whole job on the seeds and on small documents."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

import fidelity
from fidelity.settings import Settings
from fidelity.types import Span
from tests.encoders import HashingEncoder
from tests.seeds import ARTICLE, GOLD, TRANSLATION, score

MEMO = """Translation: the desk
The following is the original text:
We will close the plant in March and move the machines to Porto. [Note: it opened in 1961.] Nobody will lose a job.
The council has asked for four hundred new homes near the river.
Our lawyers think that the offer is not binding, so we should wait for the court.
免责声明：本译文仅供参考，不代表本平台立场。
"""
ARTICLE_TEXT = """Ines Duarte, who runs the company, sent a memo to the staff on Monday.

"We are shutting the plant in March and moving the machines to Porto," Duarte wrote in the memo. \
"Our lawyers believe the offer is not binding."

"The strike goes on," said Paul Brandt, who leads the union.
"""


@pytest.fixture(scope="module")
def seeds() -> fidelity.Report:
    return fidelity.check(TRANSLATION, [ARTICLE])


@pytest.fixture(scope="module")
def small() -> fidelity.Report:
    return fidelity.check(text(MEMO, "memo"), [text(ARTICLE_TEXT, "article")])


def text(content: str, origin: str) -> fidelity.Document:
    return fidelity.read_text(content, origin=origin)


def test_seeds_reach_the_figures(seeds: fidelity.Report) -> None:
    outcome = score(seeds, GOLD["quotations"])
    assert outcome.with_passage == 17
    assert outcome.traps == 18
    assert outcome.right >= 15
    assert outcome.traps_paired <= 2
    assert outcome.missing <= 2


def test_every_quotation_of_the_seed_is_accounted_for(seeds: fidelity.Report) -> None:
    listed = sorted(e.quotation.spans[0].start for e in (*seeds.pairs, *seeds.unpaired))
    assert listed == sorted(item["quote_spans"][0][0] for item in GOLD["quotations"])


def test_offsets_index_the_texts_as_read(seeds: fidelity.Report) -> None:
    translation, article = (path.read_text(encoding="utf-8") for path in (TRANSLATION, ARTICLE))
    for pair in seeds.pairs:
        assert pair.quotation.text == " ".join(span.of(article) for span in pair.quotation.spans)
        assert pair.passage.text == " ".join(span.of(translation) for span in pair.passage.spans)
        for issue in pair.issues:
            assert all(any(o.covers(s) for o in pair.quotation.spans) for s in issue.quotation_spans)
            assert all(any(o.covers(s) for o in pair.passage.spans) for s in issue.passage_spans)


def test_fidelity_is_below_50_exactly_when_severity_is_major_or_critical(seeds: fidelity.Report) -> None:
    for pair in seeds.pairs:
        assert pair.fidelity is not None
        assert (pair.fidelity < 50) == (pair.severity in ("major", "critical"))


def test_a_small_memo(small: fidelity.Report) -> None:
    found = {pair.quotation.text: pair.passage.text for pair in small.pairs}
    assert found["We are shutting the plant in March and moving the machines to Porto,"] == (
        "We will close the plant in March and move the machines to Porto."
    )
    assert found["Our lawyers believe the offer is not binding."].startswith("Our lawyers think that the offer is not")
    assert [(u.quotation.text, u.reason) for u in small.unpaired] == [("The strike goes on,", "other speaker")]


def test_no_passage_touches_a_note_or_the_disclaimer(small: fidelity.Report) -> None:
    outside = [zone.span for zone in small.translation.zones if zone.name != "body"]
    spans = [s for pair in small.pairs for s in (*pair.passage.spans, *(a.span for a in pair.alternatives))]
    for pair, zone in itertools.product(small.pairs, outside):
        assert not any(span.overlap(zone) for span in pair.passage.spans)
    assert spans


def test_a_quotation_that_the_translation_lacks_is_missing() -> None:
    article = ARTICLE_TEXT.replace(
        "Our lawyers believe the offer is not binding.", "Bees and orchids thrive on volcanoes."
    )
    report = fidelity.check(text(MEMO, "memo"), [text(article, "article")])
    (missing,) = report.missing
    assert missing.quotation.text == "Bees and orchids thrive on volcanoes."
    assert missing.severity == "major"
    assert missing.issues[0].category == "accuracy/omission"
    assert missing.alternatives
    assert report.worst_severity in ("major", "critical")


def test_several_articles_and_the_same_one_twice() -> None:
    one = fidelity.check(text(MEMO, "memo"), [text(ARTICLE_TEXT, "a")])
    two = fidelity.check(text(MEMO, "memo"), [text(ARTICLE_TEXT, "a"), text(ARTICLE_TEXT, "b")])
    assert [a.id for a in two.articles] == [one.articles[0].id, f"{one.articles[0].id}-2"]
    assert len(two.pairs) == 2 * len(one.pairs)
    assert {p.quotation_id for p in two.pairs} == {p.quotation_id for p in one.pairs}


def test_an_article_without_quotations_gives_an_honest_empty_report() -> None:
    report = fidelity.check(text(MEMO, "memo"), [text("Nothing was said by anyone.\n", "dull.txt")])
    assert (report.pairs, report.unpaired) == ((), ())
    assert "dull.txt: no quotations found." in report.notes
    assert report.summary["quotations"] == 0


def test_a_translation_without_a_body_is_an_input_error() -> None:
    with pytest.raises(fidelity.InputError, match="memo: it has no body"):
        fidelity.check(text("Translation: the desk\nSource: a paper\n", "memo"), [text(ARTICLE_TEXT, "a")])


def test_a_body_that_no_built_in_model_serves_is_an_input_error() -> None:
    hindi = "हम मार्च में कारखाना बंद करेंगे और मशीनों को दूसरे शहर ले जाएंगे। किसी की नौकरी नहीं जाएगी।\n"
    with pytest.raises(fidelity.InputError, match=r"its body is in hi, which .* --model"):
        fidelity.check(text(hindi, "memo"), [text(ARTICLE_TEXT, "a")])


def test_a_body_whose_language_cannot_be_told_asks_for_it() -> None:
    with pytest.raises(fidelity.InputError, match="--lang en"):
        fidelity.check(text("Ok.\n", "memo"), [text(ARTICLE_TEXT, "a")])
    assert fidelity.check(text("Ok.\n", "memo"), [text(ARTICLE_TEXT, "a")], lang="en").summary["quotations"] == 3


def test_short_headings_and_lists_go_with_the_language_around_them() -> None:
    memo = "# Memo\n\nWe will close the plant in March and move the machines to Porto.\n\n- 12\n- two\n"
    report = fidelity.check(text(memo, "memo"), [text(ARTICLE_TEXT, "a")])
    assert not any("left out" in note for note in report.notes)


def test_another_encoder_pairs_across_languages_and_says_that_it_is_not_calibrated() -> None:
    words = {"nous": "we", "fermons": "shutting", "fermerons": "shutting", "l'usine": "plant", "usine": "plant"}
    words |= {"mars": "march", "machines": "machines", "en": "in", "les": "the", "déplacerons": "moving", "à": "to"}
    memo = (
        "Nous fermerons l’usine en mars et nous déplacerons les machines à Porto.\n"
        "La municipalité demande quatre cents logements neufs au bord du fleuve.\n"
        "Le tribunal rendra sa décision au cours du printemps prochain.\n"
    )
    report = fidelity.check(text(memo, "memo"), [text(ARTICLE_TEXT, "a")], encoder=HashingEncoder(words))
    pair = next(p for p in report.pairs if "Porto" in p.quotation.text)
    assert pair.passage.text.startswith("Nous fermerons")
    assert (pair.confidence, pair.fidelity, pair.severity) == (None, None, "neutral")
    assert pair.unjudged == "no fidelity: the scorer does not read French; the severity is that of the checks"
    assert any("not calibrated for hashing@test" in note for note in report.notes)
    assert not report.missing


def test_quotations_in_two_languages_find_their_passages_by_a_bilingual_dictionary() -> None:
    words = {"fermerons": "closing", "usine": "plant", "mars": "march", "avocats": "lawyers", "offre": "offer"}
    words |= {"engage": "binds", "personne": "nobody", "attendrons": "wait", "tribunal": "court", "nos": "our"}
    words |= {"nous": "we", "en": "in", "puis": "then", "le": "the", "disent": "say", "cette": "this", "l": "the"}
    memo = (
        "La municipalité demande quatre cents logements neufs au bord du fleuve.\n"
        "Nos avocats disent que cette offre n'engage personne.\n"
        "Nous fermerons l'usine en mars, puis nous attendrons le tribunal.\n"
    )
    article = (
        "Ines Duarte, who runs the company, sent a memo to the staff on Monday.\n\n"
        '"We are closing the plant in March and then wait for the court," Duarte wrote in the memo. '
        '"Our lawyers say this offer binds nobody."\n'
    )
    report = fidelity.check(text(memo, "memo"), [text(article, "a")], encoder=HashingEncoder(words))
    found = {pair.quotation.text.split()[0]: pair.passage.text.split()[0] for pair in report.pairs}
    assert found == {"We": "Nous", "Our": "Nos"}
    assert all(pair.alternatives for pair in report.pairs)


def test_sentences_that_the_model_does_not_serve_are_left_out_and_named() -> None:
    mixed = MEMO.replace(
        "The council has asked", "我们将在三月关闭工厂，并把机器搬到波尔图。没有人会失去工作。\nThe council has asked"
    )
    report = fidelity.check(text(mixed, "memo"), [text(ARTICLE_TEXT, "a")])
    note = "2 sentences of the body were left out, because the model does not support Chinese."
    assert note in report.notes
    chinese = mixed.index("我们"), mixed.index("\nThe council")
    spans = [span for pair in report.pairs for span in pair.passage.spans]
    spans += [near.span for entry in (*report.pairs, *report.unpaired) for near in entry.alternatives]
    assert spans
    assert not any(span.overlap(Span(*chinese)) for span in spans)


def test_fidelity_does_not_depend_on_the_encoder_that_pairs(small: fidelity.Report) -> None:
    other = fidelity.check(text(MEMO, "memo"), [text(ARTICLE_TEXT, "a")], encoder=HashingEncoder())
    ours = {p.id: (p.fidelity, p.severity) for p in small.pairs}
    theirs = {p.id: (p.fidelity, p.severity) for p in other.pairs}
    assert ours.keys() & theirs.keys()
    assert all(ours[i] == theirs[i] for i in ours.keys() & theirs.keys())


def test_the_signature_names_what_could_change_a_result(small: fidelity.Report) -> None:
    parts = dict(part.split(":", 1) for part in small.signature.split("|"))
    assert parts["fidelity"] == fidelity.__version__
    assert parts["model"].startswith("all-MiniLM-L6-v2@")
    assert parts["settings"] == Settings().digest()
    assert [name.split("@")[0] for name in parts["calibration"].split("+")] == [
        *("placement", "extent", "pairing", "reading", "framing", "attribution", "selection", "fidelity")
    ]
    assert {"sentencex", "langdetect", "onnxruntime", "tokenizers"} <= parts.keys()


def test_a_report_survives_the_disk(seeds: fidelity.Report, tmp_path: Path) -> None:
    seeds.to_json(tmp_path / "report.json")
    assert fidelity.load(tmp_path / "report.json") == seeds


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "OMP_NUM_THREADS": "1", "TZ": "Asia/Tokyo"},
    ],
)
def test_the_same_command_gives_the_same_bytes(
    environment: dict[str, str], tmp_path: Path, expected_json: bytes
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fidelity", "check", str(TRANSLATION), str(ARTICLE), "--json", "-"],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    assert done.stdout == expected_json


@pytest.fixture(scope="module")
def expected_json(seeds: fidelity.Report) -> bytes:
    return seeds.to_json().encode()


def test_zones_of_the_seed(seeds: fidelity.Report) -> None:
    for wanted in GOLD["zones"]:
        span = Span(wanted["start"], wanted["end"])
        (best,) = [z for z in seeds.translation.zones if z.name == wanted["zone"] and z.span.overlap(span)]
        shared = best.span.overlap(span)
        assert shared / (len(best.span) + len(span) - shared) >= 0.8
        assert best.language == wanted["language"]


def test_near_verbatim_copies_are_found_exactly() -> None:
    """Every plain sentence of the seed memo, quoted word for word and in another order, is its own passage."""
    memo = fidelity.inspect(TRANSLATION)
    body = [s.span.of(memo.text) for s in memo.segments if s.zone == "body"]
    plain = [s for s in body if len(s) > 40 and s.endswith(".") and not set(s) & set("\"“”'’()[]:")]
    chosen = plain[::-2]
    article = "Dario Amodei sent a memo to the staff.\n\n" + "\n\n".join(
        f'In the memo, Amodei wrote: "{sentence}"' for sentence in chosen
    )
    report = fidelity.check(TRANSLATION, [text(article, "article")])
    assert len(chosen) > 10
    assert {(pair.quotation.text, pair.passage.text) for pair in report.pairs} == {(s, s) for s in chosen}


def test_one_changed_number_does_not_lead_to_the_wrong_copy() -> None:
    one, other = (
        f"We will close {n} plants in {month} and sell the land." for n, month in (("three", "March"), ("four", "May"))
    )
    article = f'Ines Duarte wrote a memo.\n\nIn the memo, Duarte wrote: "{other}"\n'
    (pair,) = fidelity.check(text(f"{one} {other}\n", "memo"), [text(article, "a")]).pairs
    assert pair.passage.text == other
    assert pair.alternatives[0].text == one
