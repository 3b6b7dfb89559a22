"""German: the commonest words of attribution. The project's own list."""

from fidelity.quotations.lexicon.words import Words

GERMAN = Words(
    tag="de",
    common="der die das und ist nicht ein eine den dem des mit von auf für im sich auch dass wird hat werden zu",
    verbs="""
        sagen sagte sagten sagt gesagt
        erklären erklärte erklärten erklärt
        schreiben schrieb schrieben schreibt geschrieben
        betonen betonte betonten betont
        meinen meinte meinten meint gemeint
        berichten berichtete berichteten berichtet
        mitteilen mitgeteilt teilte
        warnen warnte warnten warnt gewarnt
        fordern forderte forderten fordert gefordert
        kritisieren kritisierte kritisierten kritisiert
        äußern äußerte äußerten äußert geäußert
        fragen fragte fragten fragt gefragt
        entgegnen entgegnete entgegneten entgegnet
        stehen steht stand
        antworten antwortete antworteten antwortet geantwortet
        erwidern erwiderte erwidert
        nennen nannte nannten nennt genannt
        bezeichnen bezeichnete bezeichneten bezeichnet
        behaupten behauptete behaupteten behauptet
        ergänzen ergänzte ergänzten ergänzt
        hinzufügen fügte fügten fügt hinzugefügt
        heißen heißt hieß
        erzählen erzählte erzählt
        beklagen beklagte beklagt
        bestätigen bestätigte bestätigt
        versichern versicherte versichert
        zitieren zitierte
        räumen räumte
        stellen klargestellt
        bekräftigen bekräftigte bekräftigt
        rufen rief
        lauten lautet lautete
    """,
    strong="sagen erklären schreiben betonen meinen berichten mitteilen warnen äußern fragen antworten erwidern "
    "behaupten ergänzen hinzufügen heißen erzählen bestätigen versichern bekräftigen",
    naming="nennen bezeichnen kritisieren",
    writing="schreiben",
    according="laut zufolge",
    pronouns="er sie es wir ich man",
    male="er ihm ihn",
    female="sie",
    plural="ihr ihre ihrer ihrem ihren",
    possessives="sein seine seinem seinen seiner ihr ihre ihrem ihren ihrer unser unsere mein meine",
    determiners="der die das den dem des ein eine einer einem einen eines dieser diese dieses diesem diesen kein keine "
    "sein seine seinem seinen seiner ihr ihre ihrem ihren ihrer unser unsere mein meine viele einige mehrere zwei drei",
    prepositions="in an auf aus bei beim mit nach zu zum zur im am vom von für gegen über unter um durch ohne bis seit "
    "während vor zwischen gegenüber laut wegen trotz",
    places="in im auf bei beim am vor an vom aus zum zur während gegenüber",
    clauses="dass weil während wenn ob als wie und oder aber sondern denn wo die der das was wer nachdem bevor obwohl",
    auxiliaries="hat haben hatte hatten habe hätte hätten ist sind war waren sei seien wird werden wurde wurden würde "
    "kann können konnte muss müssen soll sollen sollte will wollen wolle",
    being="ist sind war waren wird werden wurde wurden sei",
    adverbs="auch dann zudem später noch schon bereits nun jedoch aber am montag dienstag mittwoch donnerstag freitag "
    "samstag sonntag heute gestern weiter außerdem dagegen daraufhin hingegen erneut nicht so dazu",
    titles="frau herr dr prof präsident präsidentin kanzler kanzlerin minister ministerin ministerpräsident "
    "ministerpräsidentin bundeskanzler bundeskanzlerin sprecher sprecherin chef chefin vorstandschef vorstandschefin "
    "direktor direktorin bürgermeister bürgermeisterin geschäftsführer geschäftsführerin außenminister finanzminister",
    people="sprecher sprecherin minister ministerin präsident präsidentin kanzler kanzlerin chef "
    "chefin anwalt anwältin "
    "anwälte experte experten expertin bürgermeister bürgermeisterin vorstandschef vorstandschefin mitarbeiter leiter "
    "leiterin insider kritiker abgeordnete abgeordneter behördensprecher vorsitzende vorsitzender autor autorin",
    groups="firma unternehmen konzern ministerium behörde regierung partei gewerkschaft verband universität stadtrat "
    "bundestag zeitung magazin agentur gericht stiftung bank",
    documents="schreiben brief memo mitteilung erklärung stellungnahme bericht papier rundschreiben mail e-mail "
    "pressemitteilung dokument aufsatz beitrag tweet gutachten denkschrift",
    contracts="vertrag vereinbarung abkommen klausel vertragstext",
    events="konferenz pressekonferenz rede veranstaltung anhörung sitzung tagung kundgebung debatte gipfel treffen",
    interviews="interview gespräch podcast sendung",
    listeners="journalisten reportern medien presse",
    sending="schrieb verschickte sandte schickte veröffentlichte verfasste verteilte",
    so_called="sogenannte sogenannten sogenannter sogenanntes angebliche angeblichen",
    terms="begriff wort wörter ausdruck schlagwort titel motto",
)
