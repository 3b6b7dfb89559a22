"""Spanish: the commonest words of attribution. The project's own list."""

from fidelity.quotations.lexicon.words import Words

SPANISH = Words(
    tag="es",
    common="el la los las de que y en un una es no se por con para del al su lo como más pero ha",
    verbs="""
        decir dijo dijeron dice dicen decía dicho
        afirmar afirmó afirmaron afirma afirman afirmado
        declarar declaró declararon declara declarado
        asegurar aseguró aseguraron asegura aseguran asegurado
        señalar señaló señalaron señala señalan señalado
        explicar explicó explicaron explica explicado
        añadir añadió añadieron añade añadido
        agregar agregó agregaron agrega
        escribir escribió escribieron escribe escrito
        sostener sostuvo sostuvieron sostiene
        indicar indicó indicaron indica
        subrayar subrayó subraya subrayado
        advertir advirtió advirtieron advierte advertido
        comentar comentó comenta comentado
        manifestar manifestó manifestaron manifiesta
        reiterar reiteró reitera
        insistir insistió insiste insistido
        admitir admitió admite admitido
        reconocer reconoció reconoce reconocido
        preguntar preguntó pregunta
        responder respondió respondieron responde respondido
        contestar contestó contesta
        describir describió describe descrito
        definir definió define definido
        calificar calificó califica calificado
        llamar llamó
        tildar tildó
        considerar consideró considera
        lamentar lamentó lamenta
        denunciar denunció denuncia denunciado
        criticar criticó critica criticado
        apuntar apuntó apunta
        anunciar anunció anunciaron anuncia
        contar contó cuenta
        confesar confesó confiesa
        recordar recordó recuerda
        matizar matizó
        zanjar zanjó
        concluir concluyó concluye
        rezar reza rezaba
        exclamar exclamó
        replicar replicó replica
    """,
    strong="decir afirmar declarar asegurar señalar explicar añadir agregar escribir sostener "
    "indicar subrayar advertir "
    "comentar manifestar reiterar insistir admitir reconocer preguntar responder contestar anunciar recordar lamentar "
    "concluir apuntar",
    naming="describir definir calificar llamar tildar considerar criticar denunciar",
    writing="escribir",
    according="según",
    pronouns="él ella ellos ellas yo nosotros",
    male="él",
    female="ella",
    plural="ellos ellas",
    possessives="su sus nuestro nuestra mi mis",
    determiners="el la los las un una unos unas este esta estos estas ese esa esos esas su sus nuestro nuestra mi mis "
    "varios varias dos tres algunos algunas ningún",
    prepositions="de del a al en por para con sin sobre entre contra desde hasta según ante tras "
    "durante hacia mediante",
    places="en durante ante tras a por desde",
    clauses="que cuando si porque aunque mientras como y e o pero donde quien cual pues sino",
    auxiliaries="ha han había habían es son era eran fue fueron será está están estaba puede debe va ser",
    being="es son era eran fue fueron está están estaba ser sido",
    adverbs="también ya aún todavía además luego después no nunca siempre más muy lunes martes "
    "miércoles jueves viernes "
    "sábado domingo ayer hoy así asimismo entonces",
    titles="sr sra señor señora don doña dr dra presidente presidenta ministro ministra director directora alcalde "
    "alcaldesa portavoz secretario secretaria general profesor profesora consejero consejera delegado delegada",
    people="presidente presidenta ministro ministra director directora portavoz alcalde alcaldesa abogado abogada "
    "abogados experto expertos experta secretario secretaria diputado diputada funcionario empleados jefe jefa autor "
    "autora fuentes responsable",
    groups="empresa compañía grupo ministerio gobierno partido sindicato asociación universidad ayuntamiento banco "
    "agencia diario periódico revista tribunal comisión consejo",
    documents="carta correo nota memorando memorándum comunicado mensaje informe documento texto artículo escrito "
    "circular tuit declaración",
    contracts="contrato acuerdo convenio cláusula tratado",
    events="conferencia discurso reunión rueda cumbre congreso debate acto mitin foro comparecencia",
    interviews="entrevista conversación pódcast programa",
    listeners="periodistas prensa medios",
    sending="envió escribió publicó remitió difundió redactó firmó",
    so_called="supuesto supuesta supuestos supuestas llamado llamada llamados llamadas presunto presunta",
    terms="término términos palabra palabras expresión lema título titulado titulada",
)
