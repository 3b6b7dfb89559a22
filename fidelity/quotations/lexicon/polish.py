"""Polish: the commonest words of attribution. The project's own list."""

from fidelity.quotations.lexicon.words import Words

POLISH = Words(
    tag="pl",
    common="i w z na do nie się że jest to o jak po za od przez dla ale był była tym tego jego jej",
    verbs="""
        mówić mówi mówił mówiła mówili mówią
        powiedzieć powiedział powiedziała powiedzieli
        stwierdzić stwierdził stwierdziła stwierdzili stwierdza
        dodać dodał dodała dodali dodaje
        napisać napisał napisała napisali pisze pisał pisała
        podkreślić podkreślił podkreśliła podkreślili podkreśla
        zaznaczyć zaznaczył zaznaczyła zaznacza
        wyjaśnić wyjaśnił wyjaśniła wyjaśnia tłumaczy tłumaczył tłumaczyła
        ocenić ocenił oceniła ocenia
        oświadczyć oświadczył oświadczyła
        zapowiedzieć zapowiedział zapowiedziała zapowiada
        przyznać przyznał przyznała przyznaje
        zapewnić zapewnił zapewniła zapewnia
        ostrzec ostrzegł ostrzegła ostrzega
        przekonywać przekonuje przekonywał przekonywała
        zauważyć zauważył zauważyła zauważa
        powtórzyć powtórzył powtórzyła powtarza
        zapytać zapytał zapytała pyta pytał pytała
        odpowiedzieć odpowiedział odpowiedziała odpowiada odparł odparła
        informować poinformował poinformowała informuje
        apelować zaapelował zaapelowała apeluje
        westchnąć westchnął westchnęła wzdycha
        krzyknąć krzyknął krzyknęła
        szepnąć szepnął szepnęła
        twierdzić twierdzi twierdził twierdziła
        uważać uważa uważał uważała
        nazwać nazwał nazwała nazwali nazywa
        określić określił określiła określa
        skrytykować skrytykował skrytykowała krytykuje
        przypomnieć przypomniał przypomniała przypomina
        cytować cytuje
    """,
    strong="mówić powiedzieć stwierdzić dodać napisać podkreślić zaznaczyć wyjaśnić ocenić oświadczyć zapowiedzieć "
    "przyznać zapewnić ostrzec zauważyć powtórzyć zapytać odpowiedzieć informować twierdzić przypomnieć",
    naming="nazwać określić skrytykować uważać",
    writing="napisać",
    according="według zdaniem słowami",
    pronouns="on ona oni one ja my",
    male="on jego",
    female="ona jej",
    plural="oni one ich",
    possessives="jego jej ich nasz nasza mój moja swój swoja",
    determiners="ten ta to ci te jeden jedna jego jej ich nasz nasza dwaj trzech kilka wielu",
    prepositions="w we z ze na do od o po za przez dla przed nad pod przy między według wobec podczas bez u",
    places="w we na podczas do przez po",
    clauses="że gdy kiedy jeśli bo ponieważ choć a i lub albo ale oraz który która które jak gdzie",
    auxiliaries="jest są był była było byli były będzie będą może mogą musi ma mają został została być",
    being="jest są był była było byli były być",
    adverbs="także też już jeszcze potem następnie nie nigdy "
    "zawsze bardzo wczoraj dziś jutro teraz poniedziałek wtorek "
    "środę czwartek piątek sobotę niedzielę tak więc jednak",
    titles="pan pani dr prof prezes dyrektor minister "
    "prezydent premier burmistrz wójt poseł posłanka senator rzecznik "
    "rzeczniczka ksiądz profesor przewodniczący przewodnicząca szef szefowa",
    people="prezes dyrektor minister prezydent premier burmistrz "
    "poseł posłanka senator rzecznik rzeczniczka szef szefowa "
    "przewodniczący przewodnicząca ekspert ekspertka autor autorka związkowcy związkowiec pracownicy pracownik "
    "mieszkańcy lekarz lekarka nauczyciel nauczycielka adwokat sędzia ksiądz",
    groups="firma spółka ministerstwo rząd partia związek uniwersytet "
    "miasto bank agencja gazeta komisja rada sąd zarząd",
    documents="list liście listu notatka notatce oświadczenie "
    "oświadczeniu wpis wpisie raport raporcie dokument dokumencie "
    "komunikat komunikacie mail mailu artykuł artykule wiadomość wiadomości",
    contracts="umowa umowie umowy porozumienie porozumieniu klauzula kontrakt",
    events="konferencji konferencja przemówieniu przemówienie spotkaniu spotkanie wiecu szczycie debacie",
    interviews="wywiadzie wywiad rozmowie rozmowa programie podcaście",
    listeners="dziennikarzom dziennikarzy mediom prasie",
    sending="wysłał wysłała opublikował opublikowała napisał napisała podpisał podpisała rozesłał rozesłała",
    so_called="tzw rzekomy rzekoma rzekomo",
    terms="termin pojęcie słowo słowa hasło tytuł zatytułowany zatytułowana",
)
