"""English: words of attribution, measured on news prose. The project's own list."""

from __future__ import annotations

import re

from fidelity.quotations.lexicon.words import rows, split

LEADING_APOSTROPHES = re.compile(
    r"['‘’](?:\d0s?\b|\d\ds?\b|em\b|til\b|cause\b|tis\b|twas\b|twere\b|n\b|round\b|bout\b|cos\b|cuz\b|fraid\b|ere\b)",
    re.IGNORECASE,
)
"""Words that begin with an apostrophe, which is not an opening mark."""


def _inflect(verbs: str) -> dict[str, str]:
    """Forms of regular verbs, each with its lemma."""
    forms: dict[str, str] = {}
    for verb in verbs.split():
        if verb.endswith("e"):
            past, present = f"{verb}d", f"{verb[:-1]}ing"
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            past, present = f"{verb[:-1]}ied", f"{verb}ing"
        else:
            past, present = f"{verb}ed", f"{verb}ing"
        if verb.endswith(("s", "sh", "ch", "x")):
            third = f"{verb}es"
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            third = f"{verb[:-1]}ies"
        else:
            third = f"{verb}s"
        for form in (verb, past, present, third):
            forms[form] = verb
    return forms


SPEECH_FORMS: dict[str, str] = {
    **_inflect(
        " accuse acknowledge add address advise affirm agree allege announce answer argue ask assert assure "
        "assume boast bellow brag caution chant cheer charge chide cite claim clarify comment complain concede "
        "conclude confess confide confirm contend continue counter crack  declare decree defend demand denounce "
        "deny detail  disclose discuss dismiss echo elaborate emphasize emphasise encourage enthuse estimate "
        "exclaim explain express  fret gripe growl guess  hint hypothesize imply indicate inform inquire insist "
        "instruct interject interrupt intone joke jest lament laugh lecture maintain mention mock mumble murmur "
        "muse mutter  note object observe  opine  outline phrase plead pledge point ponder praise pray predict "
        "press proclaim profess promise  pronounce propose protest purr quip quote ramble rant rave reason "
        "reassert reassure recall recite  recollect recommend recount reflect reiterate relate relay remark "
        "remember remind repeat reply report  respond retort reveal rule scoff scream shout sigh signal snap "
        "snarl speculate state stipulate stress suggest summarize summarise surmise suspect  taunt tease testify "
        "text thank theorize threaten thunder tout tweet urge utter venture voice volunteer vow wail warn weigh "
        "whisper wonder worry yell   chime   enthus email blog caution post publish bemoan decry deride ridicule "
        "reject rebut refute dispute fume seethe sneer sniff    characterize characterise describe label brand "
        "blast slam criticize criticise condemn hail attack liken compare portray depict frame view  underscore "
        "underline highlight endorse lambaste bash  mention believe  express  interpret confirm forecast envision "
        "propose  specify attest warn chuckle"
    ),
    **rows(
        """
        say said says saying
        tell told tells telling
        write wrote written writes writing
        think thought thinks thinking
        feel felt feels feeling
        read reads reading
        put puts putting
        call called calls calling
        speak spoke speaks speaking
        swear swore swears swearing
        admit admitted admits admitting
        rebut rebutted rebuts rebutting
        blog blogged blogs blogging
        quip quipped quips quipping
        refer referred refers referring
        dub dubbed dubs dubbing
        slam slammed slams slamming
        find found finds finding
        mean means meant
        sing sang sings singing
        retweet retweeted retweets
        warn warned warns
        begin begins began
        go goes went
        """
    ),
}
"""Forms of verbs that introduce someone's words, each with its lemma."""

BARE_FORMS = frozenset(form for form, lemma in SPEECH_FORMS.items() if form == lemma)
"""Base forms: a cue only after a modal, ``to``, a plural or ``I``/``we``/``they``."""

STRONG_LEMMAS = split(
    "say tell write add ask reply respond explain argue note insist warn state declare announce tweet claim admit "
    "acknowledge concede recall continue testify quip joke remark exclaim shout assert contend conclude observe "
    "complain predict promise vow suggest caution stress emphasize emphasise reiterate recount lament charge "
    "report"
)
"""Verbs that report words in any position."""

NAMING_LEMMAS = split(
    "call describe label brand dub characterize characterise denounce refer deem portray depict hail attack "
    "deride mock criticize criticise slam blast condemn praise dismiss ridicule lambaste liken frame tout view "
    "see consider"
)
"""Verbs with which someone gives a thing a name: speech with a person before them, a term in the passive."""

WRITING_LEMMAS = split("write tweet email text blog post retweet")
"""Verbs whose words stand in a document."""

TERM_CUES = split(
    "so-called designate designated designating designates titled entitled named dubbed termed nicknamed coined "
    "known terms term word words phrase phrases slogan motto hashtag headlined headline"
)
"""Words before a term or a title in marks."""

TITLE_NOUNS = split(
    "book novel film movie song album series show documentary play musical poem article essay paper report speech "
    "episode podcast memoir hit single record exhibition painting website magazine track sitcom drama comedy "
    "thriller anthem chapter column lecture treatise brochure opera ballet sketch decree"
)

TERM_NOUNS = split("term terms word words phrase phrases clause clauses wording language label expression")

LINKING_WORDS = split("is are was were be been being as a an the that with and or , not too very so by for")
"""Words between a cue and a fragment that it still reaches: ``is seen as "the heroes"``."""

SCARE_CUES = split("so-called supposed alleged purported")

SPEECH_NOUNS = split(
    "verdict argument claim statement remark remarks comment comments answer response reply message advice "
    "warning view opinion assessment conclusion explanation question words line quip joke promise pledge "
    "complaint criticism concern point reason reasoning reaction plea appeal retort slogan motto mantra "
    "description hope fear worry summary take rationale justification tweet position"
)
"""Nouns for someone's words after a possessive: ``her verdict``."""

PEOPLE_NOUNS = split(
    "person people man woman men women boy girl child children kid kids student students teacher teachers master "
    "professor professors official officials officer officers spokesman spokeswoman spokesperson spokespeople "
    "minister ministers president chairman chairwoman chair chief head leader leaders director directors manager "
    "managers secretary senator senators governor governors mayor mayors lawmaker lawmakers lawyer lawyers "
    "attorney attorneys judge judges justice justices prosecutor prosecutors detective police sheriff "
    "commissioner inspector analyst analysts economist economists expert experts scientist scientists researcher "
    "researchers scholar scholars historian author authors writer writers reporter reporters journalist "
    "journalists correspondent editor editors columnist critic critics supporter supporters source sources aide "
    "aides adviser advisers advisor advisors strategist strategists pollster pollsters candidate candidates "
    "nominee nominees democrat democrats republican republicans conservative conservatives liberal liberals voter "
    "voters resident residents neighbour neighbor neighbours neighbors witness witnesses victim victims survivor "
    "survivors friend friends colleague colleagues relative relatives mother father brother sister son daughter "
    "wife husband parent parents uncle aunt cousin employee employees worker workers staff staffer staffers "
    "member members investor investors executive executives founder co-founder owner owners boss ceo cfo coach "
    "player players captain driver pilot doctor doctors nurse nurses patient patients physician surgeon veteran "
    "veterans general soldier soldiers commander diplomat diplomats ambassador envoy delegate delegates activist "
    "activists organizer organizers protester protesters organiser organisers campaigner campaigners consultant "
    "consultants insider insiders operative operatives host moderator speaker congressman congresswoman "
    "representative representatives councillor chancellor premier king queen prince princess pope bishop priest "
    "pastor farmer farmers trader traders banker bankers biker tenant tenants observer observers participant "
    "participants attendee attendees user users customer customers client clients viewer contributor nominee "
    "mogul billionaire businessman entrepreneur engineer engineers developer developers architect artist singer "
    "actor actress filmmaker producer novelist poet musician comedian retiree mum mom dad guy nobody everyone "
    "someone one others many some few most insiders heads men fans fan trustee principal superintendent dean "
    "astronaut chemist biologist minister "
)

ROLE_GROUPS = {
    "leader": split("leader president premier prime minister chancellor king queen chairman chairwoman head chief"),
    "boss": split("boss chief executive ceo founder co-founder owner head chairman chairwoman president director head "
                  "businessman entrepreneur billionaire tycoon mogul magnate"),
    "cleric": split("pope pontiff cardinal bishop archbishop primate patriarch canon priest pastor rabbi imam"),
    "diplomat": split("diplomat minister secretary ambassador envoy official undersecretary"),
    "politician": split("politician senator congressman congresswoman representative governor mayor lawmaker mp "
                        "candidate nominee hopeful frontrunner front-runner contender republican democrat"),
    "official": split("official officer commissioner spokesman spokeswoman spokesperson director secretary minister"),
    "scholar": split("professor scholar economist historian analyst expert scientist researcher strategist fellow"),
    "writer": split("author writer novelist poet journalist reporter columnist editor correspondent"),
    "lawyer": split("lawyer attorney prosecutor judge justice counsel"),
    "entertainer": split("actor actress singer comedian star host musician artist filmmaker director producer"),
}  # fmt: skip
"""Roles of which one may be named by another: ``the president`` is ``the leader``."""

GROUP_NOUNS = split(
    "company firm group agency department ministry government administration campaign committee council "
    "commission court university college institute centre center association union party bank board bureau "
    "organisation organization foundation network newspaper broadcaster station "
    "channel paper outlet magazine website team club church "
    "hospital office think-tank watchdog regulator coalition alliance movement administration pentagon military "
    "army navy kremlin congress senate parliament post times journal news press daily house city town county "
    "authority service forum corporation inc corp llc society"
)
"""Words for organisations. A name with one of these words is not a person."""

DOCUMENT_NOUNS = split(
    "memo memorandum letter letters email e-mail emails e-mails note statement statements post posts blog op-ed "
    "filing filings complaint affidavit release tweet tweets message messages book article column essay paper "
    "manifesto communique dossier document documents text memos editorial newsletter dispatch diary "
    "report reports transcript circular petition pamphlet brief lawsuit ruling resolution declaration "
    "memorandum"
)
MATERIALS = split("paper text brief")
"""Nouns for documents that name none without a determiner: "on paper", "in brief"."""
TEXT_PARTS = split(
    "sentence sentences passage passages excerpt excerpts extract extracts quote quotes quotation quotations paragraph "
    "paragraphs"
)
"""Words for parts of a text: a line that ends in a colon and has one of them announces such parts."""

CONTRACT_NOUNS = split(
    "contract contracts agreement agreements treaty clause clauses accord lease licence license covenant accord"
)
CONTRACT_CONTEXT = split("contract agreement treaty accord lease licence license")
EVENT_NOUNS = split(
    "conference event speech speeches rally rallies hearing hearings summit meeting meetings briefing debate "
    "debates forum panel testimony address appearance ceremony lecture convention keynote gathering fundraiser "
    "dinner luncheon town-hall townhall gala session seminar symposium vigil protest demonstration sermon remarks "
    "caucus workshop webinar"
)
INTERVIEW_NOUNS = split("interview interviews podcast conversation call broadcast show program programme exchange q&a ")
LISTENERS = split("reporters journalists correspondents reporter newsmen media press viewers listeners host")
"""Listeners in an interview."""

INTERNAL_LISTENERS = split(
    "staff employees colleagues friends aides supporters workers congress court jurors lawmakers mps senators delegates"
)
"""Listeners elsewhere."""

ASSEMBLIES = split("assembly parliament conference forum summit convention rally crowd audience delegates")
"""Audiences of a speech."""

SPEAKING_FORMS = split("speaking spoke talking talked appearing appeared testifying addressing addressed")
"""Verbs of speaking without reported words. The listeners after them show the occasion."""

PLACE_WORDS = split("in via on from through at during to with by within inside into for")
"""Prepositions before an occasion."""

PREPOSITIONS = split(
    "of in on at by for from with to into onto over under about against between among through during before after "
    "since until without within toward towards upon across behind beyond near per via amid despite regarding "
    "concerning like as than off around outside inside alongside above below following according including except "
)
CLAUSE_WORDS = split(
    "that because while although though whereas if when whenever where unless since but and or so yet as after "
    "before until whether how why what which who whom whose"
)
AUXILIARIES = split(
    "is are was were be been being am has have had having do does did will would can could shall should may might "
    "must 's isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't couldn't "
    "shouldn't isn’t wasn’t didn’t doesn’t don’t won’t wouldn’t couldn’t "
)
BE_FORMS = split("is are was were be been being am isn't wasn't weren't aren't get gets got isn’t wasn’t")
ADVERBS = split(
    "also then later again still already just once often never ever always now today yesterday even only simply "
    "soon thus therefore instead meanwhile nevertheless nonetheless further furthermore moreover however recently "
    "previously reportedly repeatedly famously first twice sometimes earlier not n't long ago sarcastically "
    "jokingly very rather quite too both each"
)
PRONOUNS = split("he she they it we i you")
MALE_PRONOUNS = split("he his him")
FEMALE_PRONOUNS = split("she her")
PLURAL_PRONOUNS = split("they their it its")
FIRST_PERSON = split("i we you")
DETERMINERS = split(
    "a an the this that these those his her their its our my your one another some any several many most two "
    "three four five six seven eight nine ten dozens all both each every no few other others half"
)
POSSESSIVES = split("his her their its our my your")
DATES = split(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december"
)
FUNCTION_WORDS = (
    PREPOSITIONS
    | CLAUSE_WORDS
    | AUXILIARIES
    | ADVERBS
    | PRONOUNS
    | DETERMINERS
    | DATES
    | split(
        "there here him them us me himself herself themselves itself let yes no not nor either neither such more "
        "less much little own same another else perhaps maybe indeed well please thanks finally additionally "
        "similarly currently according asked speaking responding referring writing citing noting adding saying "
        "given although additionally despite during last next who's it's "
        "that's there's what's let's he's she's back out up down away"
    )
)
"""Words that are not names, even with a capital letter at the beginning of a sentence."""

NAME_PARTICLES = split("de da do dos del della di van von der den la le al el bin ibn ben bint abu zu y af ter ten st")
LEADING_PARTICLES = split("de da dos del della di van von der bin ibn ben bint abu zu af ter")
"""Particles that a name may begin with in running text; others are words of English, too (ten, den)."""
TITLES = split(
    "mr mrs ms miss dr prof professor sen senator rep representative gov governor president vice chairman "
    "chairwoman ceo cfo coo cto secretary minister prime general gen col colonel lt lieutenant sgt sergeant capt "
    "captain cmdr adm admiral judge justice attorney mayor sir lord lady dame pope king queen prince princess rev "
    "reverend father sister bishop archbishop cardinal rabbi imam director chief officer founder co-founder "
    "spokesman spokeswoman spokesperson congressman congresswoman speaker ambassador chancellor premier sheriff "
    "detective inspector coach republican democrat democratic editor analyst professor editor-in-chief chair "
    "executive superintendent commissioner treasurer "
    "former ex nominee candidate advisor adviser pollster "
    "strategist senior deputy assistant interim acting leader manager undersecretary councilman councilwoman "
    "councillor state"
)
"""Words before a person's name that are not part of it."""

ABBREVIATIONS = (
    "Mr Mrs Ms Dr Sen Rep Reps Sens Gov Gen Col Lt Sgt Prof Rev St Jr Sr Hon Pres Capt Cmdr Adm Inc Corp Co Ltd "
    "vs Maj Mt Jan Feb Aug Sept Oct Nov Dec Del Pa Va Md Fla Tex Calif Mass Conn Ariz Ark Colo Ga Ill Ind Ky "
    "La Mich Minn Miss Mo Mont Neb Nev Okla Ore Tenn Vt Wash Wis Wyo etc al Bros Dept Est Univ bzw Nr"
)

SENDING_FORMS = split(
    "sent send sends wrote writes penned released release releases issued issue issues published publishes "
    "circulated posted posts shared shares distributed drafted addressed emailed signed authored submitted filed"
)
"""Verbs that make their subject the author of a document."""

COMMON = split("the and of to in is that for was on with as it by at are from this be an not but have has")
"""Frequent small words by which an English text is known."""

MALE_WORDS = split(
    "mr sir lord king prince father brother son husband uncle grandfather man boy chairman spokesman congressman "
    "businessman actor councilman dad monk duke baron gentleman"
)
FEMALE_WORDS = split(
    "mrs ms miss lady dame queen princess mother sister daughter wife aunt grandmother woman girl chairwoman "
    "spokeswoman congresswoman businesswoman actress councilwoman mum mom nun duchess baroness"
)
"""Words beside a name, or instead of one, that tell whether ``he`` or ``she`` may stand for it."""

MALE_NAMES = split(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark "
    "donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary "
    "nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick "
    "jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle walter harold jeremy ethan carl "
    "keith roger gerald christian terry sean arthur austin noah lawrence jesse joe bryan billy jordan albert dylan "
    "bruce willie gabriel alan juan logan wayne ralph roy eugene randy vincent russell louis philip bobby johnny "
    "bradley tim tom jim bob bill mike dave dan steve ted ben sam greg jeff rick chris matt tony ken jeb bernie barack "
    "marco mitt newt rand hans klaus jürgen wolfgang karl otto friedrich jonas lukas felix tobias stefan "
    "pierre jean michel jacques françois antoine luc philippe olivier julien étienne carlos luis miguel pedro javier "
    "fernando manuel rafael diego pablo andrés jorge sergio ivan dmitri vladimir sergei alexei mikhail nikolai boris "
    "иван дмитрий владимир сергей алексей михаил николай борис андрей олег павел игорь"
)
FEMALE_NAMES = split(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley "
    "kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia dorothy amy "
    "kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine helen debra rachel carolyn "
    "janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn "
    "judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann anne kathryn abigail "
    "sophia frances alice judy isabella julia grace denise amber danielle rose marilyn charlotte natalie theresa "
    "diana hillary kate kathy sue claire harriet fiona nora ella ana elena lucía carmen isabel marta pilar rosa sofía "
    "beatriz ursula angela heike sabine monika petra claudia katrin marie camille hélène isabelle nathalie sylvie "
    "françoise céline élodie sophie olga tatiana irina natalia svetlana yekaterina ольга татьяна ирина наталья "
    "светлана екатерина анна елена мария"
)
"""Given names that are nearly always one or the other; a name in neither list fits any pronoun."""
