"""Reading, languages, sentences, zones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits of what is read."""

    max_bytes: int = 32 * 1024 * 1024
    """Largest file, in bytes. A limit: about fifty times the longest memo that a desk needs."""

    max_characters: int = 21_000_000
    """Longest text of one document, in characters. It is a limit: 20 MB of English text take ``check`` some 40 minutes
    and several GB of memory, extrapolated from texts of up to 2 MB."""

    encoding: str | None = None
    """The encoding of texts and web pages. With ``None`` it is found by the byte-order mark, the page's declaration, a
    test for UTF-8 or a guess."""

    max_elements: int = 100_000
    """Greatest number of elements of a web page. A limit: so many elements take 11 s and 320 MB."""

    max_unpacked_bytes: int = 64 * 1024 * 1024
    """Largest unpacked size of a Word file, in bytes. A limit: twice the largest file."""

    max_parts: int = 5_000
    """Greatest number of parts of a Word file, including its pictures. A limit."""

    furniture_characters: int = 400
    """Longest text of a web page's element that is removed because its class says that it is a byline, an invitation or
    the like, in characters. A limit, since the class may be wrong."""

    pdf_gap: float = 0.4
    """Extra white space above a line that begins a paragraph, in line heights. A convention."""

    pdf_size: float = 0.2
    """Change of the height of lines that begins a paragraph, in line heights.

    A convention: a heading has such a change.
    """

    pdf_indent: float = 0.8
    """Indentation of a line after the end of a sentence that begins a paragraph, in line heights. A convention."""

    pdf_head_share: float = 0.5
    """Share of a PDF's pages from which a recurring line at the top or bottom is not part of the text. A convention."""

    pdf_page_lines: int = 600
    """Lines of a PDF's page above which the page is read from top to bottom, without looking for columns. A limit: a
    newspaper's page has some 500 lines, and the search for columns takes the square of their number."""

    parse_seconds: float = 60.0
    """Longest time for parsing a web page, a Word file or a PDF, in seconds. A limit: 200 pages of PDF take 20 s."""

    parse_bytes: int = 1024 * 1024 * 1024
    """Largest address space for parsing, in bytes. A limit: ten times what a book needs."""

    guess_bytes: int = 16_384
    """How many bytes of non-ASCII lines are used to guess an encoding. A limit: more bytes do not change the guess."""

    min_guess: float = 0.3
    """Least score of a guessed encoding, -1..1. A convention: texts in the right encoding have more than 0.5, random
    bytes less than 0."""


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """Language tags. The script narrows the candidates, and statistics decide among them."""

    max_characters: int = 160
    """How many characters of one text are used. A limit: more characters do not change the vote."""

    glance: int = 200
    """How many characters of a paragraph decide about its script, and so about the rules for its sentences. A
    convention: two lines."""

    trials: int = 2
    """Number of draws that langdetect averages. Its default of 7 takes twice as long and is right for 95.4% instead of
    95.2% of 1,959 sentences of langid_tatoeba (30 languages, 5 words or more)."""

    langdetect_weight: float = 0.1
    """langdetect's share of the vote, 0..1; py3langid has the rest. It was measured on the 1,582 of those sentences
    whose script several languages use: langdetect alone is right for 94.3%, py3langid alone for 98.9%, and shares of
    0.1, 0.2, 0.3 and 0.5 give 99.0%, 98.4%, 97.9% and 95.3%."""

    min_letters: int = 12
    """Least number of letters for a tag from the text alone; a shorter text gets ``und``.

    A convention: two or three words.
    """

    min_confidence: float = 0.4
    """Least vote for a tag, 0..1; with a lower vote it is ``und``. On the same sentences this withholds 0.2% of the
    right tags (0.5 withholds 1.4%). On sentences in languages that are not distinguished here it withholds 38% of the
    wrong tags."""

    sure_letters: int = 20
    """Least number of letters of a text that is tagged without its neighbours. On the same sentences the vote is right
    for 97% of the shorter texts and 99% of the others."""

    sure_confidence: float = 0.7
    """Least vote for a text that is tagged without its neighbours, 0..1. On the same sentences one of 1,582 such votes
    is wrong."""

    neighbour_trust: float = 0.8
    """Factor on a neighbour's confidence for a text that takes its language. A convention."""

    english_share: float = 0.25
    """Least share of function words, 0..1, of an English text in an English document. A convention: English prose has
    about 0.45; Old English and Dutch, which share some of the words, have about 0.1."""

    english_vote: float = 0.9
    """Least vote of langdetect for English, 0..1, with which the second voter is not asked in an English document. A
    convention: 873 of 874 English sentences of the seeds and of pairing_dev reach it."""

    english_sample: int = 2000
    """How many letters at a document's beginning decide whether it is English. A limit."""

    min_english_sample: int = 200
    """Least number of letters for that decision. A convention: a paragraph."""

    min_kana_share: float = 0.1
    """Least share of kana among Chinese characters and kana in a Japanese text. A convention: Japanese prose has well
    over a third, and Chinese with a borrowed kana has almost none."""


@dataclass(frozen=True, slots=True)
class SegmentationSettings:
    """Splitting into sentences."""

    window: int = 4096
    """How many characters of a paragraph sentencex gets at once. A limit, for a linear cost: sentencex's own cost grows
    with the square of the quotation marks or Chinese sentences in a paragraph (14 s for 200,000 characters)."""

    wrapped_share: float = 0.3
    """Least share of line breaks inside sentences that a small letter follows, 0..1, in a text whose lines wrap. A
    convention: the share is about 0.8 in wrapped English prose, about 0.6 in German prose and 0 in headings."""

    full_line: float = 0.9
    """Least length of a full line, as a share of the longest line that wraps. A convention: in Chinese, lines that wrap
    differ by a mark or two."""

    full_share: float = 0.6
    """Least share of line breaks inside sentences that follow a full line, 0..1, in a text whose lines wrap and whose
    script has no small letters. A convention: each paragraph has one line that is not full."""

    narrowest: int = 15
    """Length of the shortest line that wraps in a script without small letters, in characters. A convention: verses and
    headings are shorter."""

    recurrences: int = 2
    """How often a line has to recur so that it is separated from the text, such as the head of each page.

    A convention.
    """

    recurring_characters: int = 12
    """Least length of such a line, in characters. A convention."""


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """Zones of a document.

    The confidences rank how strong the evidence of a rule is; they are not measured frequencies.
    """

    label_confidence: float = 0.95
    """Confidence where the text names its role: a label, a marker line, or the body below a marker line, 0..1."""

    position_confidence: float = 0.75
    """Confidence where the role is inferred from position, language or wording, 0..1."""

    rest_confidence: float = 0.85
    """Confidence where a text is body because no rule claims another role, 0..1."""

    head_share: float = 0.5
    """Share of the document in which a marker line is looked for, unless only labelled lines precede it.

    A convention.
    """

    unlabelled_head_share: float = 0.25
    """The same share where no labelled line precedes the marker, because then the text above it may be the document's
    own. A convention."""

    head_characters: int = 500
    """How many characters from the top are searched for a marker line in any case. A convention: in a short text, a
    title and a few labelled lines can be half of the text."""

    edge_share: float = 0.25
    """Largest share of the document that unlabelled disclaimers at one end may take. A convention: more
    text than that in another language is part of the document, not a notice."""

    marker_characters: int = 160
    """Longest marker line or unlabelled line of front matter, in characters. A marker line without a colon at its end
    may have half as many. A convention."""

    front_matter_characters: int = 300
    """Longest labelled line of front matter, in characters. A convention."""

    note_characters: int = 2000
    """Longest inline note, in characters. A limit."""

    disclaimer_characters: int = 2500
    """Longest unlabelled paragraph that is taken for a disclaimer by its wording, in characters. A convention: a
    memo without line breaks is one paragraph and may quote such wording."""

    disclaimer_phrases: int = 2
    """How many different stock phrases make an unlabelled paragraph at an edge a disclaimer. A convention."""

    edge_density: float = 0.08
    """Least share of stock phrases in such a paragraph. A convention: the share is a half in a disclaimer of one
    sentence, a tenth in a long disclaimer and a twentieth in a paragraph that happens to use two of the phrases."""

    inner_density: float = 0.2
    """The same share for a paragraph in the document's own language between other paragraphs. A convention: it is
    twice as high, because such a paragraph more probably belongs to the document."""

    inner_disclaimer_characters: int = 1000
    """Longest disclaimer looked for by its wording between the document's paragraphs, in characters. A limit."""

    note_paragraphs: int = 8
    """Within how many paragraphs a bracket or a rule has to end an editor's note that goes on below its label.

    A limit.
    """

    title_characters: int = 80
    """Longest line in another language above the body that may be its original title, in characters. A convention."""

    title_line: int = 300
    """Longest line of a title, in characters. A convention: it may name speaker, place, occasion and date."""

    titles_characters: int = 1000
    """Greatest length of all titles above a document's first sentence, in characters. A limit, for texts in which no
    sentence ends."""

    introduction_share: float = 0.15
    """Share of the document, and at least ``head_characters``, in which the text above a salutation is an
    introduction. A convention."""

    foot_characters: int = 400
    """Longest footnote at the foot of a page, in characters. A convention."""

    back_share: float = 0.5
    """Share of the document, from its end, in which a heading such as "About the company" begins text that is not the
    document's own. A convention."""

    repeats: int = 3
    """How often a short line has to recur to count as furniture of a website. A convention."""

    repeat_letters: int = 8
    """Least number of letters of such a line. A convention: a table may repeat shorter words."""

    include: tuple[str, ...] = ()
    """Names of the zones that are put back into the body. The user chooses them."""

    body: tuple[int, int] | None = None
    """The body as a half-open range of code points, which overrides the rules. With ``None`` the rules decide. The user
    chooses it."""
