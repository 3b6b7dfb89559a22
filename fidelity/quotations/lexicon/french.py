"""French: the commonest words of attribution. The project's own list."""

from fidelity.quotations.lexicon.words import Words

FRENCH = Words(
    tag="fr",
    common="le la les des et est une un du dans que pour pas sur au par avec ce il qui ne sont plus aux",
    verbs="""
        soupirer soupire soupirait soupira soupiré
        lâcher lâche lâchait lâcha lâché
        glisser glisse glissait glissa glissé
        tonner tonne tonnait tonna tonné
        dire dit disent disait dits
        déclarer déclara déclaré déclare déclarait déclarent
        affirmer affirma affirmé affirme affirmait affirment
        expliquer expliqua expliqué explique expliquait expliquent
        écrire écrivit écrit écrivait écrivent
        ajouter ajouta ajouté ajoute ajoutait
        estimer estima estimé estime estimait estiment
        assurer assura assuré assure assurait
        indiquer indiqua indiqué indique indiquait
        souligner souligna souligné souligne soulignait
        préciser précisa précisé précise précisait
        répondre répondit répondu répond répondait
        lancer lança lancé lance
        demander demanda demandé demande
        regretter regretta regretté regrette
        reconnaître reconnut reconnu reconnaît
        confier confia confié confie
        juger jugé juge
        insister insista insisté insiste
        rappeler rappela rappelé rappelle
        dénoncer dénoncé dénonce
        qualifier qualifié qualifie
        poursuivre poursuivit poursuivi poursuit
        raconter raconta raconté raconte
        prévenir prévint prévenu prévient
        avertir averti avertit
        conclure conclu conclut
        prévoir prévoit prévoyait
        stipuler stipule
        annoncer annoncé annonce
        s'indigner indigné indigne
        murmurer murmura murmuré murmure
        rétorquer rétorqua rétorqué rétorque
    """,
    strong="dire déclarer affirmer expliquer écrire ajouter estimer assurer indiquer souligner préciser répondre "
    "regretter reconnaître confier insister rappeler raconter prévenir conclure poursuivre annoncer",
    naming="qualifier dénoncer juger",
    writing="écrire",
    according="selon",
    pronouns="il elle ils elles on nous je",
    male="il lui",
    female="elle",
    plural="ils elles leur leurs",
    possessives="son sa ses leur leurs notre nos mon ma mes",
    determiners="le la les l' un une des du ce cet cette ces son sa ses leur leurs notre nos mon ma mes plusieurs deux "
    "trois quelques certains aucun aucune",
    prepositions="de d' du des à au aux en dans par pour sur sous avec sans chez vers entre contre depuis devant selon "
    "pendant lors avant après malgré",
    places="dans lors à au aux en pendant devant sur",
    clauses="que qu' qui quand lorsque si comme et ou mais où dont parce puisque tandis alors",
    auxiliaries="a ont avait avaient est sont était étaient sera seront aurait peut doit va vont ait soit n' ne s'est "
    "c'est",
    being="est sont était étaient été",
    adverbs="aussi encore ensuite déjà plus pas jamais puis ainsi alors enfin lundi mardi mercredi "
    "jeudi vendredi samedi "
    "dimanche hier aujourd'hui toujours notamment pourtant cependant également",
    titles="m mme mlle monsieur madame docteur président présidente ministre directeur directrice maître premier "
    "première secrétaire général maire député députée porte-parole patron patronne chancelier",
    people="ministre président présidente directeur directrice avocat avocate avocats porte-parole responsable expert "
    "experts maire député députée députés salarié salariés employés élu élue patron patronne auteur secrétaire "
    "chercheur chercheuse syndicaliste",
    groups="entreprise société groupe ministère gouvernement parti syndicat association université "
    "mairie banque agence "
    "journal quotidien magazine tribunal commission conseil",
    documents="lettre courriel note mémo communiqué message rapport document texte tribune courrier déclaration tweet "
    "billet mémorandum",
    contracts="contrat accord convention clause traité",
    events="conférence discours réunion audition sommet congrès débat assemblée meeting colloque",
    interviews="entretien interview podcast émission",
    listeners="journalistes presse médias",
    sending="envoyé écrit publié adressé diffusé rédigé signé",
    so_called="soi-disant prétendu prétendue prétendus prétendues",
    terms="terme termes mot mots expression formule slogan titre intitulé intitulée baptisé",
)
