/* report_words.c - see report_words.h */
#include "indexer/report_words.h"

#include <string.h>

typedef struct {
  const char *en, *fr, *es;
} Phrase;

static const Phrase phrases[SAY_PHRASES] = {
  /* ---- the page ---- */
  [SAY_TITLE] = {"Report on the library", "Rapport sur la bibliothèque", "Informe sobre la biblioteca"},
  [SAY_ABOUT] = {"{}, revision {}; works: {}; written on {}.",
                 "{}, révision {} ; ouvrages : {} ; rédigé le {}.",
                 "{}, revisión {}; obras: {}; redactado el {}."},
  [SAY_BEHIND] = {"The configuration or a vocabulary changed since the index was made: run 'repere-indexer "
                  "update', then this report again.",
                  "La configuration ou un vocabulaire a changé depuis la création de l’index : lancez "
                  "« repere-indexer update », puis à nouveau ce rapport.",
                  "La configuración o un vocabulario ha cambiado desde que se hizo el índice: ejecute "
                  "«repere-indexer update» y, después, de nuevo este informe."},
  [SAY_THINGS] =
    {"Lists to work through: {}; works concerned: {} of {}",
     "Listes à traiter : {} ; ouvrages concernés : {} sur {}",
     "Listas por atender: {}; obras afectadas: {} de {}"},
  [SAY_NOTHING] = {"Nothing to do", "Rien à faire", "Nada por hacer"},
  [SAY_TO_DO] = {"To do", "À faire", "Por hacer"},
  [SAY_OVERVIEW] = {"Overview", "Vue d’ensemble", "Panorama"},
  [SAY_IN_ORDER] = {"In order", "En ordre", "En orden"},
  [SAY_CONTENTS] = {"Contents", "Sommaire", "Contenido"},
  [SAY_MORE] = {"{} more are not shown.", "{} autres ne sont pas montrés.", "No se muestran {} más."},
  [SAY_ALL_IN] = {"All of them are in", "Tous sont dans", "Todos están en"},
  [SAY_NONE] = {"none", "aucune", "ninguna"},
  [SAY_TIMES] = {"occurrences: {}", "occurrences : {}", "apariciones: {}"},
  [SAY_ON_PAGES] = {"pages: {}", "pages : {}", "páginas: {}"},
  [SAY_FIGURES] = {"The figures", "Les chiffres", "Las cifras"},
  [SAY_ROWS] = {"The list", "La liste", "La lista"},
  /* ---- columns ---- */
  [SAY_WORK] = {"Work", "Ouvrage", "Obra"},
  [SAY_FILE] = {"File", "Fichier", "Archivo"},
  [SAY_OUTCOME] = {"Outcome", "Résultat", "Resultado"},
  [SAY_REASON] = {"Reason", "Raison", "Motivo"},
  [SAY_PAGES] = {"Pages", "Pages", "Páginas"},
  [SAY_WITH_TEXT] = {"With text", "Avec texte", "Con texto"},
  [SAY_WHICH_PAGES] = {"Pages concerned", "Pages concernées", "Páginas afectadas"},
  [SAY_CONFIDENCE] = {"Mean confidence, %", "Confiance moyenne, %", "Confianza media, %"},
  [SAY_DECLARED] = {"Declared", "Déclarée", "Declarado"},
  [SAY_FOUND] = {"Found", "Trouvée", "Encontrado"},
  [SAY_TYPE] = {"Type", "Type", "Tipo"},
  [SAY_YEAR] = {"Year", "Année", "Año"},
  [SAY_DATE] = {"Date", "Date", "Fecha"},
  [SAY_LANGUAGES] = {"Languages", "Langues", "Idiomas"},
  [SAY_TAKEN] = {"Taken from the file", "Pris du fichier", "Tomado del archivo"},
  [SAY_VALUE] = {"As it reads", "Tel quel", "Tal como está"},
  [SAY_SUGGESTED] = {"Suggested values", "Valeurs suggérées", "Valores sugeridos"},
  [SAY_IDENTIFIER] = {"Identifier", "Identifiant", "Identificador"},
  [SAY_WORK_TITLE] = {"Title", "Titre", "Título"},
  [SAY_CHANGE] = {"Change", "Changement", "Cambio"},
  [SAY_MESSAGE] = {"What it said", "Ce qu’elle a dit", "Lo que dijo"},
  [SAY_WORKS] = {"Works", "Ouvrages", "Obras"},
  [SAY_SHARE] = {"Share, %", "Part, %", "Proporción, %"},
  [SAY_TOTAL] = {"Total", "Total", "Total"},
  [SAY_LANGUAGE] = {"Language", "Langue", "Idioma"},
  [SAY_SOURCE] = {"Source of the text", "Source du texte", "Origen del texto"},
  [SAY_RECORD_IN] = {"Record in", "Notice dans", "Registro en"},
  [SAY_FROM] = {"From where in it", "D’où dans celui-ci", "De qué parte"},
  /* ---- what changed ---- */
  [SAY_RUN] = {"The last run", "La dernière exécution", "La última ejecución"},
  [SAY_RUN_NONE] = {"No run left an account of itself beside the index.",
                    "Aucune exécution n’a laissé de compte rendu à côté de l’index.",
                    "Ninguna ejecución dejó constancia junto al índice."},
  [SAY_RUN_WHEN] =
    {"'repere-indexer {}', begun on {}, took {} s; the index was then at revision {}.",
     "La commande « repere-indexer {} », lancée le {}, a duré {} s ; l’index en était alors à la révision "
     "{}.",
     "La orden «repere-indexer {}», iniciada el {}, duró {} s; el índice quedó en la revisión {}."},
  [SAY_RUN_WORKS] = {"Works: {} added, {} replaced, {} removed, {} unchanged.",
                     "Ouvrages : {} ajoutés, {} remplacés, {} supprimés, {} inchangés.",
                     "Obras: {} añadidas, {} reemplazadas, {} eliminadas, {} sin cambios."},
  [SAY_RUN_FILES] =
    {"Files read: {}, with {} pages. Files of all works that failed or lack text: {}.",
     "Fichiers lus : {}, avec {} pages. Fichiers de tous les ouvrages en échec ou sans texte : {}.",
     "Archivos leídos: {}, con {} páginas. Archivos de todas las obras que fallaron o no tienen texto: {}."},
  [SAY_RUN_MOVED] = {"Files that had moved, and were not read again: {}.",
                     "Fichiers déplacés, qui n’ont pas été relus : {}.",
                     "Archivos movidos, que no se leyeron de nuevo: {}."},
  [SAY_RUN_LEFT_OUT] = {"Records left out: {}.", "Notices laissées de côté : {}.", "Registros omitidos: {}."},
  [SAY_RUN_STOPPED] = {"It was interrupted: run 'repere-indexer update' to end it.",
                       "Elle a été interrompue : lancez « repere-indexer update » pour la terminer.",
                       "Fue interrumpida: ejecute «repere-indexer update» para terminarla."},
  [SAY_RUN_FAILED] = {"It gave up: {}", "Elle a échoué : {}", "Se detuvo: {}"},
  [SAY_CHANGES] = {"What changed in the last run", "Ce que la dernière exécution a changé",
                   "Lo que cambió la última ejecución"},
  [SAY_CHANGES_NONE] = {"No work changed.", "Aucun ouvrage n’a changé.", "No cambió ninguna obra."},
  [SAY_ADDED] = {"added", "ajouté", "añadida"},
  [SAY_REPLACED] = {"replaced", "remplacé", "reemplazada"},
  [SAY_REMOVED] = {"removed", "supprimé", "eliminada"},
  [SAY_PROBLEMS] = {"Records and settings that the last run named",
                    "Notices et réglages nommés par la dernière exécution",
                    "Registros y ajustes que nombró la última ejecución"},
  [SAY_PROBLEMS_INTRO] =
    {"Each says what is wrong and where: file, line and record. A record that is wrong is left out, or "
     "stands in the index as it was before. Mend it, then run 'repere-indexer update'.",
     "Chaque ligne dit ce qui ne va pas et où : fichier, ligne et notice ; les messages qui n’ont pas de "
     "traduction sont en anglais. Une notice fautive est laissée de côté, ou reste dans l’index telle "
     "qu’elle était. Corrigez-la, puis lancez « repere-indexer update ».",
     "Cada línea dice qué falla y dónde: archivo, línea y registro; los mensajes sin traducción están en "
     "inglés. Un registro erróneo se omite, o queda en el índice como estaba. Corríjalo y ejecute "
     "«repere-indexer update»."},
  [SAY_PROBLEMS_NONE] = {"No record and no setting was found at fault.",
                         "Aucune notice et aucun réglage en faute.",
                         "Ningún registro ni ajuste con errores."},
  /* ---- files ---- */
  [SAY_FILES] = {"Files that need attention", "Fichiers à examiner", "Archivos que requieren atención"},
  [SAY_FILES_INTRO] = {"What their records say of these files' works is in the index; their text is not, or "
                       "not all of it. 'repere-indexer ledger' has every page.",
                       "Ce que les notices disent des ouvrages de ces fichiers est dans l’index ; leur texte "
                       "n’y est pas, ou pas tout entier. « repere-indexer ledger » montre chaque page.",
                       "Lo que los registros dicen de las obras de estos archivos está en el índice; su "
                       "texto no está, o no entero. «repere-indexer ledger» muestra cada página."},
  [SAY_FILES_NONE] = {"Every file was read whole.", "Tous les fichiers ont été lus en entier.",
                      "Todos los archivos se leyeron enteros."},
  [SAY_OUTCOME_PARTIAL] = {"read in part", "lu en partie", "leído en parte"},
  [SAY_OUTCOME_EMPTY] = {"without text", "sans texte", "sin texto"},
  [SAY_OUTCOME_ENCRYPTED] =
    {"protected by a password",
     "protégé par mot de passe",
     "protegido con contraseña"},
  [SAY_OUTCOME_DAMAGED] = {"damaged", "endommagé", "dañado"},
  [SAY_OUTCOME_TOO_LARGE] = {"too large", "trop volumineux", "demasiado grande"},
  [SAY_OUTCOME_TIMEOUT] = {"out of time", "temps dépassé", "tiempo agotado"},
  [SAY_OUTCOME_MEMORY] = {"out of memory", "mémoire dépassée", "memoria agotada"},
  [SAY_OUTCOME_CRASHED] = {"crashes its reader", "fait tomber son lecteur", "hace caer a su lector"},
  [SAY_OUTCOME_MISSING] = {"missing", "absent", "ausente"},
  [SAY_OUTCOME_UNREADABLE] = {"unreadable", "inaccessible", "inaccesible"},
  [SAY_DO_PARTIAL] =
    {"Look at the pages named; replace the file by a sound copy, or raise the limit that the reason names.",
     "Examinez les pages nommées ; remplacez le fichier par une bonne copie, ou relevez la limite que la "
     "raison nomme.",
     "Mire las páginas indicadas; sustituya el archivo por una copia en buen estado, o suba el límite que "
     "indica el motivo."},
  [SAY_DO_EMPTY] =
    {"Searches find of these what their records say, and no more. Do as the reason says; a picture or a "
     "map that has no text may stay as it is.",
     "Les recherches n’en trouvent que ce que disent leurs notices. Faites ce que dit la raison ; une "
     "image ou une carte sans texte peut rester telle quelle.",
     "Las búsquedas solo encuentran de ellos lo que dicen sus registros. Haga lo que dice el motivo; una "
     "imagen o un mapa sin texto puede quedar como está."},
  [SAY_DO_ENCRYPTED] = {"Ask the publisher for a copy without a password.",
                        "Demandez à l’éditeur une copie sans mot de passe.",
                        "Pida al editor una copia sin contraseña."},
  [SAY_DO_DAMAGED] = {"Open it in a viewer: if it fails there too, fetch it again from where it came; if it "
                      "opens, save it anew.",
                      "Ouvrez-le dans une visionneuse : s’il échoue aussi, récupérez-le à sa source ; s’il "
                      "s’ouvre, enregistrez-le à nouveau.",
                      "Ábralo en un visor: si también falla, descárguelo de nuevo de su origen; si se abre, "
                      "guárdelo otra vez."},
  [SAY_DO_TOO_LARGE] = {"Make it smaller (pictures of lower resolution), or raise [indexer] max-file-mb.",
                        "Réduisez-le (images moins fines), ou relevez [indexer] max-file-mb.",
                        "Redúzcalo (imágenes de menor resolución), o suba [indexer] max-file-mb."},
  [SAY_DO_TIMEOUT] = {"Save it anew with another program, or raise [indexer] file-seconds.",
                      "Enregistrez-le à nouveau avec un autre programme, ou relevez [indexer] file-seconds.",
                      "Guárdelo de nuevo con otro programa, o suba [indexer] file-seconds."},
  [SAY_DO_MEMORY] = {"Save it anew with another program, or raise [indexer] file-memory-mb.",
                     "Enregistrez-le à nouveau avec un autre programme, ou relevez [indexer] file-memory-mb.",
                     "Guárdelo de nuevo con otro programa, o suba [indexer] file-memory-mb."},
  [SAY_DO_CRASHED] =
    {"It breaks its reader. Save it anew with another program, or replace it.",
     "Il fait tomber son lecteur. Enregistrez-le à nouveau avec un autre programme, ou remplacez-le.",
     "Hace caer a su lector. Guárdelo de nuevo con otro programa, o sustitúyalo."},
  [SAY_DO_MISSING] = {"Put the file there, or correct href in the record.",
                      "Mettez le fichier à sa place, ou corrigez href dans la notice.",
                      "Ponga el archivo en su lugar, o corrija href en el registro."},
  [SAY_DO_UNREADABLE] = {"Let the user who runs the indexer read the file.",
                         "Donnez le droit de lecture à l’utilisateur qui lance l’indexation.",
                         "Permita que el usuario que ejecuta el indexador lea el archivo."},
  [SAY_NO_TEXT] = {"Pages without text", "Pages sans texte", "Páginas sin texto"},
  [SAY_NO_TEXT_INTRO] =
    {"These files have no text at all, or none on many of their pages: scans or pictures, probably. "
     "Searches do not find what stands there. Where recognition (ocr in repere.conf) is off, switch it "
     "on; pages from which it got nothing need a better scan. Files without any text stand above, too, "
     "with the reason. Single blank pages are not listed.",
     "Ces fichiers n’ont pas de texte du tout, ou pas sur beaucoup de leurs pages : sans doute des "
     "numérisations ou des images. Les recherches ne trouvent pas ce qui s’y trouve. Si la reconnaissance "
     "(ocr dans repere.conf) est coupée, activez-la ; les pages dont elle n’a rien tiré ont besoin d’une "
     "meilleure numérisation. Les fichiers sans aucun texte figurent aussi plus haut, avec la raison. Les "
     "pages blanches isolées ne sont pas listées.",
     "Estos archivos no tienen texto, o no lo tienen en muchas de sus páginas: probablemente escaneos o "
     "imágenes. Las búsquedas no encuentran lo que hay en ellas. Si el reconocimiento (ocr en "
     "repere.conf) está desactivado, actívelo; las páginas de las que no sacó nada necesitan un escaneo "
     "mejor. Los archivos sin ningún texto están también más arriba, con el motivo. Las páginas en blanco "
     "sueltas no se listan."},
  [SAY_NO_TEXT_NONE] = {"No file lacks the text of its pages.",
                        "Aucun fichier ne manque du texte de ses pages.",
                        "A ningún archivo le falta el texto de sus páginas."},
  [SAY_GARBAGE] = {"Text layers that are no text", "Couches de texte qui n’en sont pas",
                   "Capas de texto que no son texto"},
  [SAY_GARBAGE_INTRO] =
    {"The fonts of these pages do not say which letters they draw, so that what comes out is no language. It "
     "was left out of the index. Have the pages recognised (OCR), or get a file made by another program.",
     "Les polices de ces pages ne disent pas quelles lettres elles dessinent, et ce qui en sort n’est aucune "
     "langue. Ce texte n’est pas dans l’index. Faites reconnaître les pages (OCR), ou procurez-vous un "
     "fichier fait par un autre programme.",
     "Las fuentes de estas páginas no dicen qué letras dibujan, y lo que sale no es ningún idioma. No está "
     "en el índice. Haga reconocer las páginas (OCR), o consiga un archivo hecho con otro programa."},
  [SAY_GARBAGE_NONE] = {"No text layer is garbage.", "Aucune couche de texte n’est illisible.",
                        "Ninguna capa de texto es ilegible."},
  [SAY_OCR] = {"Poorly recognised text", "Texte mal reconnu", "Texto mal reconocido"},
  [SAY_OCR_INTRO] =
    {"The text of these pages was recognised from pictures with a confidence under {} %. Read some of it: "
     "where it is wrong, scan again at 300 dpi or more, or find a better copy.",
     "Le texte de ces pages a été reconnu sur des images avec une confiance inférieure à {} %. Lisez-en un "
     "peu : s’il est fautif, numérisez à nouveau à 300 ppp au moins, ou trouvez une meilleure copie.",
     "El texto de estas páginas se reconoció en imágenes con una confianza inferior al {} %. Lea una parte: "
     "si es erróneo, escanee de nuevo a 300 ppp o más, o busque una copia mejor."},
  [SAY_OCR_NONE] = {"No page was poorly recognised.", "Aucune page n’a été mal reconnue.",
                    "Ninguna página se reconoció mal."},
  [SAY_MISMATCH] = {"Not in the declared language", "Autre langue que celle déclarée",
                    "Otro idioma que el declarado"},
  [SAY_MISMATCH_INTRO] =
    {"More than half of the text is in another language than the record declares; the pages concerned are "
     "those in the language found. Correct xml:lang in the record, or put the right file in place.",
     "Plus de la moitié du texte est dans une autre langue que celle que la notice déclare ; les pages "
     "concernées sont celles dans la langue trouvée. Corrigez xml:lang dans la notice, ou mettez le bon "
     "fichier.",
     "Más de la mitad del texto está en otro idioma que el que declara el registro; las páginas afectadas "
     "son las que están en el idioma encontrado. Corrija xml:lang en el registro, o ponga el archivo "
     "correcto."},
  [SAY_MISMATCH_NONE] = {"Every file is in the language that its record declares.",
                         "Chaque fichier est dans la langue que sa notice déclare.",
                         "Cada archivo está en el idioma que declara su registro."},
  /* ---- duplicates ---- */
  [SAY_DUPLICATES] = {"Suspected duplicates", "Doublons présumés", "Posibles duplicados"},
  [SAY_DUPLICATES_INTRO] =
    {"Two records that may describe one work, side by side; the filter quality:duplicate finds them. "
     "Nothing is joined by itself. Two that are to stay as they are: name the one's identifier in "
     "dcterms:relation of the other's record, and they are no longer suspected.",
     "Deux notices qui décrivent peut-être un même ouvrage, côte à côte ; le filtre quality:duplicate les "
     "trouve. Rien n’est fusionné d’office. Si les deux doivent rester : nommez l’identifiant de l’une "
     "dans dcterms:relation de l’autre, et elles ne sont plus soupçonnées.",
     "Dos registros que quizá describan una misma obra, lado a lado; el filtro quality:duplicate los "
     "encuentra. Nada se une por sí solo. Si ambos deben quedar: nombre el identificador de uno en "
     "dcterms:relation del otro, y dejan de ser sospechosos."},
  [SAY_DUPLICATES_NONE] = {"No work looks like another one.", "Aucun ouvrage ne ressemble à un autre.",
                           "Ninguna obra se parece a otra."},
  [SAY_VERSIONS] = {"Versions and excerpts", "Versions et extraits", "Versiones y extractos"},
  [SAY_VERSIONS_INTRO] =
    {"Works of their own that have much of their text in common. Nothing is to be done; a record that "
     "names the other work's identifier in dcterms:replaces, dcterms:isVersionOf or dcterms:relation "
     "takes the pair from this list.",
     "Des ouvrages distincts qui ont en commun une grande partie de leur texte. Rien à faire ; une notice "
     "qui nomme l’identifiant de l’autre dans dcterms:replaces, dcterms:isVersionOf ou dcterms:relation "
     "retire la paire de cette liste.",
     "Obras distintas que tienen en común gran parte de su texto. No hay nada que hacer; un registro que "
     "nombra el identificador de la otra en dcterms:replaces, dcterms:isVersionOf o dcterms:relation "
     "quita la pareja de esta lista."},
  [SAY_VERSIONS_NONE] =
    {"No work is a version or an excerpt of another.",
     "Aucun ouvrage n’est version ou extrait d’un autre.",
     "Ninguna obra es versión o extracto de otra."},
  [SAY_COMMON] = {"What they have in common", "Ce qu’ils ont en commun", "Lo que tienen en común"},
  [SAY_ALIKE] = {"Alike, %", "Semblables à, %", "Parecido, %"},
  [SAY_ONE] = {"One", "L’un", "Una"},
  [SAY_THE_OTHER] = {"The other", "L’autre", "La otra"},
  [SAY_IS_IDENTICAL] = {"the same file", "le même fichier", "el mismo archivo"},
  [SAY_IS_NEAR] = {"nearly the same text", "presque le même texte", "casi el mismo texto"},
  [SAY_IS_TRANSLATION] =
    {"a translation, by its numbers and names",
     "une traduction, d’après ses nombres et ses noms",
     "una traducción, por sus números y nombres"},
  [SAY_IS_EXCERPT] = {"an excerpt: one text is in the other", "un extrait : un texte est dans l’autre",
                      "un extracto: un texto está en el otro"},
  [SAY_IS_VERSION] =
    {"another version: much of the text is the same",
     "une autre version : une grande partie du texte est la même",
     "otra versión: gran parte del texto es la misma"},
  [SAY_IS_TWICE] = {"one work has it twice", "un ouvrage l’a deux fois", "una obra lo tiene dos veces"},
  [SAY_DO_IDENTICAL] = {"Keep one of the records, with what the other one says more, and take the other out.",
                        "Gardez une des notices, avec ce que l’autre dit de plus, et retirez l’autre.",
                        "Conserve uno de los registros, con lo que el otro diga de más, y retire el otro."},
  [SAY_DO_NEAR] =
    {"Keep the better file's record and take the other out. If they are two editions, name the older "
     "one's identifier in dcterms:replaces of the newer one's record.",
     "Gardez la notice du meilleur fichier et retirez l’autre. Si ce sont deux éditions, nommez "
     "l’identifiant de l’ancienne dans dcterms:replaces de la notice de la nouvelle.",
     "Conserve el registro del mejor archivo y retire el otro. Si son dos ediciones, nombre el "
     "identificador de la antigua en dcterms:replaces del registro de la nueva."},
  [SAY_DO_TRANSLATION] =
    {"File the one's file as a further dcterms:hasFormat of the other, with its xml:lang, and take the "
     "record that is left without a file out.",
     "Inscrivez le fichier de l’un comme dcterms:hasFormat de plus de l’autre, avec son xml:lang, et "
     "retirez la notice restée sans fichier.",
     "Registre el archivo de una como otro dcterms:hasFormat de la otra, con su xml:lang, y retire el "
     "registro que queda sin archivo."},
  [SAY_DO_EXCERPT] =
    {"Nothing, if both are wanted.",
     "Rien, si les deux sont voulus.",
     "Nada, si se quieren ambas."},
  [SAY_DO_VERSION] =
    {"Nothing, if they are two editions.",
     "Rien, si ce sont deux éditions.",
     "Nada, si son dos ediciones."},
  [SAY_DO_TWICE] =
    {"Two languages, perhaps, are declared for one text: put the right file in the place of one, correct "
     "its xml:lang, or take that dcterms:hasFormat out.",
     "Deux langues, peut-être, sont déclarées pour un même texte : mettez le bon fichier à la place d’un "
     "des deux, corrigez son xml:lang, ou retirez ce dcterms:hasFormat.",
     "Quizá se declaran dos idiomas para un mismo texto: ponga el archivo correcto en lugar de uno, "
     "corrija su xml:lang o retire ese dcterms:hasFormat."},
  /* ---- records ---- */
  [SAY_WITHOUT_TITLE] = {"Works without a title", "Ouvrages sans titre", "Obras sin título"},
  [SAY_WITHOUT_TITLE_INTRO] =
    {"Neither the record nor a file gives one; readers see the identifier. Add dcterms:title.",
     "Ni la notice ni un fichier n’en donne ; les lecteurs voient l’identifiant. Ajoutez dcterms:title.",
     "Ni el registro ni un archivo lo da; los lectores ven el identificador. Añada dcterms:title."},
  [SAY_WITHOUT_TITLE_NONE] = {"Every work has a title.", "Chaque ouvrage a un titre.",
                              "Cada obra tiene título."},
  [SAY_WITHOUT_DATE] = {"Works without a date", "Ouvrages sans date", "Obras sin fecha"},
  [SAY_WITHOUT_DATE_INTRO] =
    {"They are in no year, and last where the newest come first. Add dcterms:issued.",
     "Ils ne sont dans aucune année, et derniers quand les plus récents viennent d’abord. Ajoutez "
     "dcterms:issued.",
     "No están en ningún año, y son las últimas cuando van primero las más recientes. Añada dcterms:issued."},
  [SAY_WITHOUT_DATE_NONE] = {"Every work has a date.", "Chaque ouvrage a une date.",
                             "Cada obra tiene fecha."},
  [SAY_WITHOUT_TYPE] = {"Works without a type", "Ouvrages sans type", "Obras sin tipo"},
  [SAY_WITHOUT_TYPE_INTRO] = {"Add dcterms:type to the record.", "Ajoutez dcterms:type à la notice.",
                              "Añada dcterms:type al registro."},
  [SAY_WITHOUT_TYPE_NONE] = {"Every work has a type.", "Chaque ouvrage a un type.", "Cada obra tiene tipo."},
  [SAY_WITHOUT_LANGUAGE] = {"Files without a declared language", "Fichiers sans langue déclarée",
                            "Archivos sin idioma declarado"},
  [SAY_WITHOUT_LANGUAGE_INTRO] =
    {"Their language was told from their pages. If it is right, put it into the record as xml:lang.",
     "Leur langue a été déduite de leurs pages. Si elle est juste, mettez-la dans la notice : xml:lang.",
     "Su idioma se dedujo de sus páginas. Si es correcto, póngalo en el registro como xml:lang."},
  [SAY_WITHOUT_LANGUAGE_NONE] = {"Every file has a declared language.",
                                 "Chaque fichier a une langue déclarée.",
                                 "Cada archivo tiene un idioma declarado."},
  [SAY_WITHOUT_ABSTRACT] = {"Works without an abstract", "Ouvrages sans résumé", "Obras sin resumen"},
  [SAY_WITHOUT_ABSTRACT_INTRO] =
    {"Abstracts weigh in the ranking, and tell readers what a work is about. Add dcterms:abstract.",
     "Les résumés comptent dans le classement, et disent aux lecteurs de quoi parle un ouvrage. Ajoutez "
     "dcterms:abstract.",
     "Los resúmenes cuentan en la ordenación, y dicen a los lectores de qué trata una obra. Añada "
     "dcterms:abstract."},
  [SAY_WITHOUT_ABSTRACT_NONE] = {"Every work has an abstract.", "Chaque ouvrage a un résumé.",
                                 "Cada obra tiene resumen."},
  [SAY_ONE_LANGUAGE] = {"Works in one language only", "Ouvrages dans une seule langue",
                        "Obras en un solo idioma"},
  [SAY_ONE_LANGUAGE_INTRO] = {"Of the languages of the library these works have one. If a translation is "
                              "out, add its file to the same record.",
                              "Parmi les langues de la bibliothèque, ces ouvrages n’en ont qu’une. Si une "
                              "traduction existe, ajoutez son fichier à la même notice.",
                              "De los idiomas de la biblioteca, estas obras tienen uno solo. Si existe una "
                              "traducción, añada su archivo al mismo registro."},
  [SAY_ONE_LANGUAGE_NONE] = {"No work is in one language only.", "Aucun ouvrage n’est dans une seule langue.",
                             "Ninguna obra está en un solo idioma."},
  [SAY_TAKEN_TITLE] = {"Taken from the file, to be confirmed", "Pris du fichier, à confirmer",
                       "Tomado del archivo, por confirmar"},
  [SAY_TAKEN_INTRO] = {"The record lacks it, so it was taken from the file's own metadata or first page, "
                       "which are often wrong. Put what is right into the record.",
                       "La notice ne l’a pas ; c’est donc pris des métadonnées du fichier ou de sa première "
                       "page, souvent fautives. Mettez dans la notice ce qui est juste.",
                       "El registro no lo tiene, así que se tomó de los metadatos del archivo o de su "
                       "primera página, a menudo erróneos. Ponga en el registro lo correcto."},
  [SAY_TAKEN_NONE] = {"Nothing had to be taken from a file.", "Rien n’a dû être pris d’un fichier.",
                      "No hubo que tomar nada de un archivo."},
  [SAY_A_TITLE] = {"title", "titre", "título"},
  [SAY_A_DATE] = {"date", "date", "fecha"},
  [SAY_A_CREATOR] = {"author", "auteur", "autor"},
  [SAY_FROM_INFO] = {"its properties (Info)", "ses propriétés (Info)", "sus propiedades (Info)"},
  [SAY_FROM_XMP] = {"its metadata (XMP)", "ses métadonnées (XMP)", "sus metadatos (XMP)"},
  [SAY_FROM_INFO_XMP] =
    {"its properties and metadata (Info, XMP)",
     "ses propriétés et métadonnées (Info, XMP)",
     "sus propiedades y metadatos (Info, XMP)"},
  [SAY_FROM_OUTLINE] = {"its outline", "son plan (signets)", "su esquema (marcadores)"},
  [SAY_FROM_FIRST_PAGE] =
    {"what its first page prints",
     "ce qu’imprime sa première page",
     "lo que imprime su primera página"},
  [SAY_FROM_HTML_TITLE] = {"its title element", "son élément title", "su elemento title"},
  [SAY_FROM_PAGES] = {"the words of its pages", "les mots de ses pages", "las palabras de sus páginas"},
  [SAY_WITHOUT_SUBJECT] = {"Works without a value of {}", "Ouvrages sans valeur : {}",
                           "Obras sin valor de {}"},
  [SAY_SUBJECTS_INTRO] =
    {"Filters on this facet do not find these works. The values beside them are the concepts of its "
     "vocabulary that their texts speak of more than those of other works do, the most telling first. Put "
     "those that fit into the record as dcterms:subject; nothing is taken over by itself.",
     "Les filtres de cette facette ne trouvent pas ces ouvrages. Les valeurs à côté sont les concepts de son "
     "vocabulaire dont leurs textes parlent plus que ceux des autres, les plus parlants d’abord. Mettez dans "
     "la notice, comme dcterms:subject, celles qui conviennent ; rien n’est repris tout seul.",
     "Los filtros de esta faceta no encuentran estas obras. Los valores al lado son los conceptos de su "
     "vocabulario de los que sus textos hablan más que los de otras obras, los más reveladores primero. "
     "Ponga en el registro, como dcterms:subject, los que convengan; nada se toma por sí solo."},
  [SAY_SUBJECTS_NONE] = {"Every work has a value of {}.", "Chaque ouvrage a une valeur : {}.",
                         "Cada obra tiene un valor de {}."},
  /* ---- coverage ---- */
  [SAY_COVER_LANGUAGE] = {"Works by language", "Ouvrages par langue", "Obras por idioma"},
  [SAY_COVER_LANGUAGE_INTRO] = {"A work in several languages counts in each.",
                                "Un ouvrage en plusieurs langues compte dans chacune.",
                                "Una obra en varios idiomas cuenta en cada uno."},
  [SAY_COVER_YEAR] = {"Works by year and language", "Ouvrages par année et langue", "Obras por año e idioma"},
  [SAY_COVER_YEAR_INTRO] = {"Each work counts once: in its language, or among those in several.",
                            "Chaque ouvrage compte une fois : dans sa langue, ou parmi ceux en plusieurs.",
                            "Cada obra cuenta una vez: en su idioma, o entre las que tienen varios."},
  [SAY_COVER_PAGES] = {"Pages by the source of their text", "Pages par source de leur texte",
                       "Páginas por origen de su texto"},
  [SAY_COVER_PAGES_INTRO] = {"Every page of every file is counted.",
                             "Chaque page de chaque fichier est comptée.",
                             "Se cuenta cada página de cada archivo."},
  [SAY_COVER_FACET] = {"{} by language", "{} par langue", "{} por idioma"},
  [SAY_COVER_FACET_INTRO] =
    {"How many works there are in each language: the gaps are where to look for publications or "
     "translations.",
     "Combien d’ouvrages il y a dans chaque langue : les vides disent où chercher des publications ou des "
     "traductions.",
     "Cuántas obras hay en cada idioma: los huecos dicen dónde buscar publicaciones o traducciones."},
  [SAY_NO_WORKS] = {"There is no work in the index.", "Il n’y a aucun ouvrage dans l’index.",
                    "No hay obras en el índice."},
  [SAY_ONLY] = {"{} only", "{} seulement", "{} solamente"},
  [SAY_SEVERAL] = {"several languages", "plusieurs langues", "varios idiomas"},
  [SAY_OTHER] = {"other languages", "autres langues", "otros idiomas"},
  [SAY_OTHER_OR_UNKNOWN] = {"other or unknown", "autre ou inconnue", "otro o desconocido"},
  [SAY_UNKNOWN] = {"unknown", "inconnue", "desconocido"},
  [SAY_UNDATED] = {"undated", "sans date", "sin fecha"},
  [SAY_BEFORE] = {"before {}", "avant {}", "antes de {}"},
  [SAY_FROM_TEXT_LAYER] = {"text layer", "couche de texte", "capa de texto"},
  [SAY_FROM_DOCUMENT] = {"document (HTML, plain text)", "document (HTML, texte)", "documento (HTML, texto)"},
  [SAY_FROM_OCR] = {"recognised (OCR)", "reconnu (OCR)", "reconocido (OCR)"},
  [SAY_FROM_EMPTY] = {"no text", "sans texte", "sin texto"},
  [SAY_FROM_GARBAGE] = {"text layer that is no text", "couche de texte qui n’en est pas",
                        "capa de texto que no lo es"},
  [SAY_FROM_FAILED] = {"could not be read", "illisible", "ilegible"},
};

const char *repere_report_language(const char *lang)
{
  static const char *const languages[] = {"en", "fr", "es"};
  for (guint i = 0; lang && i < G_N_ELEMENTS(languages); i++)
    if (g_str_equal(lang, languages[i])) return languages[i];
  return "en";
}

const char *repere_say_in(const char *lang, RepereSay phrase)
{
  const Phrase *row = &phrases[phrase];
  if (g_str_equal(lang, "fr")) return row->fr;
  return g_str_equal(lang, "es") ? row->es : row->en;
}

char *repere_say_decimal(const char *lang, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(digits, sizeof digits, "%.1f", number);
  return g_strdelimit(g_strdup(digits), ".", g_str_equal(lang, "en") ? '.' : ',');
}

char *repere_say_filled(const char *lang, RepereSay phrase, const char *const *texts)
{
  GString *text = g_string_new(NULL);
  const char *at = repere_say_in(lang, phrase);
  for (const char *hole = strstr(at, "{}"); hole; hole = strstr(at, "{}")) {
    g_string_append_len(text, at, hole - at);
    if (*texts) g_string_append(text, *texts++);
    at = hole + 2;
  }
  g_string_append(text, at);
  return g_string_free(text, FALSE);
}
