"""Reading, languages, sentences, zones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits of what is read."""

    max_bytes: int = 32 * 1024 * 1024
    """Largest file, in bytes. A limit: some fifty times the longest memo that a desk has reason to hold."""

    encoding: str | None = None
    """The encoding of texts and web pages; ``None``: their mark, what a page declares, UTF-8, or a guess."""

    max_elements: int = 100_000
    """Most elements of a web page. A limit: that many take 11 s and 320 MB."""

    max_unpacked_bytes: int = 64 * 1024 * 1024
    """Most that a Word file may unpack to, in bytes. A limit: twice the largest file."""

    max_parts: int = 5_000
    """Most parts of a Word file, its pictures included. A limit."""

    furniture_characters: int = 400
    """Longest text of an element of a web page whose class calls it a byline, an invitation and the like, in
    characters. A limit: a class may lie."""

    pdf_gap: float = 0.4
    """White space above a line, beyond the usual, that begins a paragraph, in heights of the line. A convention."""

    pdf_size: float = 0.2
    """Change of a line's height that begins a paragraph, in heights of the line. A convention: a heading's."""

    pdf_indent: float = 0.8
    """Setting in of a line below a sentence's end that begins a paragraph, in heights of the line. A convention."""

    pdf_head_share: float = 0.5
    """Share of a PDF's pages on which a line at the top or bottom recurs from which it is no text. A convention."""

    pdf_page_lines: int = 600
    """Lines of a PDF's page above which the page is read from top to bottom, without looking for columns. A limit: a
    newspaper's page has some 500 lines, and the search for columns takes the square of their number."""

    parse_seconds: float = 60.0
    """Longest that parsing a web page, a Word file or a PDF may take, in seconds. A limit: 200 pages of PDF take 20."""

    parse_bytes: int = 1024 * 1024 * 1024
    """Most address space that it may take, in bytes. A limit: ten times what a book takes."""

    guess_bytes: int = 16_384
    """Bytes of lines beyond ASCII by which an encoding is guessed. A limit: the guess has long settled by then."""

    min_guess: float = 0.3
    """Score from which a guessed encoding is used, -1..1. A convention: texts in the right encoding have above 0.5,
    random bytes below 0."""


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """Language tags: script first, then statistics."""

    max_characters: int = 160
    """Characters of one text that are looked at. A limit: votes have long settled by then."""

    glance: int = 200
    """Characters of a paragraph that tell its script, and with it the rules by which it is split into sentences. A
    convention: two lines."""

    trials: int = 2
    """Draws that langdetect averages. Its default of 7 takes twice as long, and is right for 95.4% in place of
    95.2% of 1,959 sentences of langid_tatoeba (30 languages, 5 words or more)."""

    langdetect_weight: float = 0.1
    """langdetect's part of the vote, 0..1; py3langid has the rest. Measured on the 1,582 of those sentences whose
    script several languages write: alone langdetect is right for 94.3%, py3langid for 98.9%, and 0.1, 0.2, 0.3
    and 0.5 give 99.0%, 98.4%, 97.9% and 95.3%."""

    min_letters: int = 12
    """Letters below which an alphabet's language is ``und`` on its own. A convention: two or three words."""

    min_confidence: float = 0.4
    """Vote below which the language is ``und``, 0..1. On the same sentences it withholds 0.2% of right tags (0.5:
    1.4%), and on sentences in languages that are not told apart here 38% of wrong ones."""

    sure_letters: int = 20
    """Letters from which a text may be tagged without regard to its neighbours. On the same sentences the vote is
    right for 97% of shorter ones, 99% of the rest."""

    sure_confidence: float = 0.7
    """Vote from which a text is tagged without regard to its neighbours, 0..1. On the same sentences one of 1,582
    such votes is wrong."""

    neighbour_trust: float = 0.8
    """Share of a neighbour's confidence that a text which takes its language has. A convention."""

    english_share: float = 0.25
    """Share of function words from which a text is English, 0..1, in a document that is. A convention: English
    prose has about 0.45, Old English and Dutch, which share some of the words, about 0.1."""

    english_vote: float = 0.9
    """langdetect's vote that a text is English from which nobody else is asked, in a document that is, 0..1. A
    convention; 873 of 874 English sentences of the seeds and of pairing_dev reach it."""

    english_sample: int = 2000
    """Letters at a document's beginning that tell whether it is English. A limit."""

    min_english_sample: int = 200
    """Letters that it takes to tell. A convention: a paragraph."""

    min_kana_share: float = 0.1
    """Share of kana among Chinese characters and kana from which a text is Japanese. A convention:
    running Japanese has well over a third, Chinese with a borrowed kana next to none."""


@dataclass(frozen=True, slots=True)
class SegmentationSettings:
    """Sentences."""

    window: int = 4096
    """Characters of a paragraph that sentencex sees at once. A limit, to keep the cost linear: its own grows with the
    square of a paragraph's quotation marks or Chinese sentences (14 s for 200,000 characters)."""

    wrapped_share: float = 0.3
    """Share of the line breaks inside sentences that come before a small letter, from which lines wrap, 0..1. A
    convention: wrapped English prose has about 0.8 such breaks, German prose about 0.6, headings have none."""

    full_line: float = 0.9
    """Length of a line, as a share of the longest line that wraps, from which it is full. A convention: in Chinese,
    lines that wrap differ by a mark or two."""

    full_share: float = 0.6
    """Share of the line breaks inside sentences that come behind a full line, from which lines of a script without
    small letters wrap, 0..1. A convention: each paragraph has one line that is not full."""

    narrowest: int = 15
    """Shortest line that wraps in a script without small letters, in characters. A convention: verses and headings
    are shorter."""

    recurrences: int = 2
    """Times that a line recurs from which it stands by itself, such as the head of each page. A convention."""

    recurring_characters: int = 12
    """Length of such a line at least, in characters. A convention."""


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """Which part of a document is what. Confidences state how strong a rule's evidence is; they are ranks, not
    measured frequencies."""

    label_confidence: float = 0.95
    """The text says its role itself: a label, a marker line, or the body below a marker line, 0..1."""

    position_confidence: float = 0.75
    """Role inferred from where the text stands, its language or its wording, 0..1."""

    rest_confidence: float = 0.85
    """Body because no other role claims it, 0..1."""

    head_share: float = 0.5
    """Share of the document in which a marker line is looked for, unless nothing but labelled lines stand above
    it. A convention."""

    unlabelled_head_share: float = 0.25
    """The same where no labelled line stands above the marker: then the text above it may well be the document's own.
    A convention."""

    head_characters: int = 500
    """Characters from the top in which a marker line is looked for in any case. A convention: in a short text a title
    and a few labelled lines are half of it."""

    edge_share: float = 0.25
    """Largest share of the document that unlabelled disclaimers at one end may take. A convention: more
    text than that in another language is part of the document, not a notice."""

    marker_characters: int = 160
    """Longest marker line (half of it where the line ends in no colon) or unlabelled front matter line, in
    characters. A convention."""

    front_matter_characters: int = 300
    """Longest labelled line of front matter, in characters. A convention."""

    note_characters: int = 2000
    """Longest inline note, in characters. A limit."""

    disclaimer_characters: int = 2500
    """Longest unlabelled paragraph that is taken for a disclaimer by its wording, in characters. A convention: a
    memo without line breaks is one paragraph, and may well quote such wording."""

    disclaimer_phrases: int = 2
    """Different stock phrases that make an unlabelled paragraph at an edge a disclaimer. A convention."""

    edge_density: float = 0.08
    """Share of such a paragraph that stock phrases make up. A convention: a disclaimer of one sentence has a half, a
    long one a tenth, a paragraph that happens to use two of the phrases a twentieth."""

    inner_density: float = 0.2
    """The same between paragraphs of the document, in its own language. A convention: twice as sure, since what stands
    there is more likely to belong there."""

    inner_disclaimer_characters: int = 1000
    """Longest disclaimer looked for by its wording between the document's paragraphs, in characters. A limit."""

    note_paragraphs: int = 8
    """Paragraphs in which a bracket or a rule has to end an editor's note that goes on below its label. A limit."""

    title_characters: int = 80
    """Longest line in another language above the body that may be its original title, in characters. A convention."""

    title_line: int = 300
    """Longest line of a title, in characters. A convention: who speaks, where, on which occasion and when."""

    titles_characters: int = 1000
    """Most characters of titles above a document's first sentence. A limit: a text that never ends a sentence has no
    titles."""

    introduction_share: float = 0.15
    """Share of the document in which a salutation makes an introduction of what stands above it, and at least
    ``head_characters``. A convention."""

    foot_characters: int = 400
    """Longest footnote at the foot of a page, in characters. A convention."""

    back_share: float = 0.5
    """Share of the document, from its end, in which a heading such as "About the company" begins what is not the
    document's own. A convention."""

    repeats: int = 3
    """Times that a short line recurs from which it is a site's furniture. A convention."""

    repeat_letters: int = 8
    """Letters that such a line has at least. A convention: a table may well repeat shorter words."""

    include: tuple[str, ...] = ()
    """Zones that are put back into the body, by name. The user's."""

    body: tuple[int, int] | None = None
    """Where the body is, in code points, half-open, whatever the rules say; ``None``: by the rules. The user's."""
