/* reason_rows.c - see reason_rows.h */
#include "indexer/reason_rows.h"

const RepereReasonRow repere_reason_rows[REPERE_REASONS] = {
  [REPERE_REASON_PAGES_MOST] =
    {"Pages read: {n} of {n}; max-pages in [indexer] allows no more.",
     "Pages lues : {n} sur {n} ; max-pages, dans [indexer], n’en permet pas davantage.",
     "Páginas leídas: {n} de {n}; max-pages, en [indexer], no permite más."},
  [REPERE_REASON_TIME_MOST] =
    {"Pages read: {n} of {n}; the time that file-seconds in [indexer] allows was over.",
     "Pages lues : {n} sur {n} ; le temps que permet file-seconds, dans [indexer], était écoulé.",
     "Páginas leídas: {n} de {n}; se agotó el tiempo que permite file-seconds, en [indexer]."},
  [REPERE_REASON_TEXT_MOST] =
    {"The text was read up to the {n} MB that max-text-mb in [indexer] allows.",
     "Le texte a été lu jusqu’aux {n} Mo que permet max-text-mb, dans [indexer].",
     "El texto se leyó hasta los {n} MB que permite max-text-mb, en [indexer]."},
  [REPERE_REASON_TOO_LARGE] =
    {"The file has {} MB, more than the {n} MB that max-file-mb in [indexer] allows: raise it, or put a "
     "smaller file there.",
     "Le fichier a {} Mo, plus que les {n} Mo que permet max-file-mb, dans [indexer] : relevez cette "
     "limite, ou mettez un fichier plus petit à sa place.",
     "El archivo tiene {} MB, más de los {n} MB que permite max-file-mb, en [indexer]: suba ese límite, o "
     "ponga en su lugar un archivo más pequeño."},
  [REPERE_REASON_MISSING] =
    {"There is no such file: put it in place, or correct the record's href.",
     "Ce fichier n’existe pas : mettez-le à sa place, ou corrigez href dans la notice.",
     "Ese archivo no existe: póngalo en su lugar, o corrija href en el registro."},
  [REPERE_REASON_OPEN_REFUSED] =
    {"The system refuses to open the file ({}): see to its rights and those of its folders.",
     "Le système refuse d’ouvrir le fichier ({}) : vérifiez ses droits et ceux de ses dossiers.",
     "El sistema se niega a abrir el archivo ({}): revise sus permisos y los de sus carpetas."},
  [REPERE_REASON_READ_REFUSED] =
    {"The system refuses to read the file: {}.",
     "Le système refuse de lire le fichier : {}.",
     "El sistema se niega a leer el archivo: {}."},
  [REPERE_REASON_NO_FILE] =
    {"This is {}, not a file: correct the record's href.",
     "C’est {}, pas un fichier : corrigez href dans la notice.",
     "Esto es {}, no un archivo: corrija href en el registro."},
  [REPERE_REASON_MEDIA_TYPE] =
    {"Files of the type \"{}\" cannot be read: application/pdf, text/html and text/plain can.",
     "Les fichiers du type « {} » ne peuvent pas être lus ; ceux qui le peuvent sont application/pdf, "
     "text/html et text/plain.",
     "Los archivos del tipo «{}» no se pueden leer; se leen los de application/pdf, text/html y "
     "text/plain."},
  [REPERE_REASON_NO_BYTES] =
    {"The file is empty (0 bytes): replace it.",
     "Le fichier est vide (0 octet) : remplacez-le.",
     "El archivo está vacío (0 bytes): sustitúyalo."},
  [REPERE_REASON_ENCRYPTED] =
    {"The PDF needs a password to be opened: replace it by one that does not.",
     "Le PDF demande un mot de passe pour s’ouvrir : remplacez-le par un PDF qui n’en demande pas.",
     "El PDF pide una contraseña para abrirse: sustitúyalo por uno que no la pida."},
  [REPERE_REASON_NOT_PDF] =
    {"The file is not a PDF: replace it, or correct the type in its record.",
     "Le fichier n’est pas un PDF : remplacez-le, ou corrigez le type dans sa notice.",
     "El archivo no es un PDF: sustitúyalo, o corrija el tipo en su registro."},
  [REPERE_REASON_NOT_HTML] =
    {"The file is not HTML in any known encoding: replace it, or correct the type in its record.",
     "Le fichier n’est du HTML dans aucun encodage connu : remplacez-le, ou corrigez le type dans sa "
     "notice.",
     "El archivo no es HTML en ninguna codificación conocida: sustitúyalo, o corrija el tipo en su "
     "registro."},
  [REPERE_REASON_NOT_TEXT] =
    {"The file is not text in any known encoding: replace it, or correct the type in its record.",
     "Le fichier n’est du texte dans aucun encodage connu : remplacez-le, ou corrigez le type dans sa "
     "notice.",
     "El archivo no es texto en ninguna codificación conocida: sustitúyalo, o corrija el tipo en su "
     "registro."},
  [REPERE_REASON_DAMAGED] =
    {"The PDF is damaged and cannot be opened: replace the file.",
     "Le PDF est endommagé et ne peut pas être ouvert : remplacez le fichier.",
     "El PDF está dañado y no se puede abrir: sustituya el archivo."},
  [REPERE_REASON_DAMAGED_SAYS] =
    {"The PDF is damaged and cannot be opened ({}): replace the file.",
     "Le PDF est endommagé et ne peut pas être ouvert ({}) : remplacez le fichier.",
     "El PDF está dañado y no se puede abrir ({}): sustituya el archivo."},
  [REPERE_REASON_NO_PAGES] =
    {"The PDF has no pages: replace the file.",
     "Le PDF n’a aucune page : remplacez le fichier.",
     "El PDF no tiene páginas: sustituya el archivo."},
  [REPERE_REASON_NO_PAGE_READ] =
    {"No page of the PDF can be read: replace the file.",
     "Aucune page du PDF ne peut être lue : remplacez le fichier.",
     "No se puede leer ninguna página del PDF: sustituya el archivo."},
  [REPERE_REASON_PAGES_DAMAGED] =
    {"Pages that are damaged and could not be read: {n} of {n}.",
     "Pages endommagées, qui n’ont pas pu être lues : {n} sur {n}.",
     "Páginas dañadas que no se pudieron leer: {n} de {n}."},
  [REPERE_REASON_NOT_KEPT] =
    {"Page {n} was read, but its text could not be compressed.",
     "La page {n} a été lue, mais son texte n’a pas pu être compressé.",
     "La página {n} se leyó, pero su texto no se pudo comprimir."},
  [REPERE_REASON_LEFT_OUT] =
    {"Page {n} is left out. {}",
     "La page {n} est laissée de côté. {}",
     "La página {n} se omite. {}"},
  [REPERE_REASON_NO_TEXT] =
    {"The file has no text: replace it.",
     "Le fichier n’a pas de texte : remplacez-le.",
     "El archivo no tiene texto: sustitúyalo."},
  [REPERE_REASON_SCAN] =
    {"No page has text: probably a scan. Run it through optical character recognition.",
     "Aucune page n’a de texte : sans doute une numérisation. Faites-la passer par une reconnaissance de "
     "caractères (OCR).",
     "Ninguna página tiene texto: probablemente es un escaneo. Páselo por un reconocimiento de caracteres "
     "(OCR)."},
  [REPERE_REASON_SCAN_ADVICE] =
    {"No page has text: probably a scan. To have it recognised, {}.",
     "Aucune page n’a de texte : sans doute une numérisation. Pour la faire reconnaître, {}.",
     "Ninguna página tiene texto: probablemente es un escaneo. Para que se reconozca, {}."},
  [REPERE_REASON_SCAN_BLANK] =
    {"No page has text, and nothing on its pages could be recognised: replace the file, or scan it again.",
     "Aucune page n’a de texte, et rien n’a pu y être reconnu : remplacez le fichier, ou numérisez-le à "
     "nouveau.",
     "Ninguna página tiene texto, y no se pudo reconocer nada en ellas: sustituya el archivo, o escanéelo "
     "de nuevo."},
  [REPERE_REASON_GARBAGE] =
    {"{n} of {n} pages (the first is page {n}) have a text layer that is no text: their fonts carry no "
     "usable encoding. {}.",
     "Pages dont la couche de texte n’en est pas : {n} sur {n} (la première est la page {n}) ; leurs "
     "polices n’ont pas d’encodage utilisable. {}.",
     "Páginas cuya capa de texto no es texto: {n} de {n} (la primera es la página {n}); sus fuentes no "
     "tienen una codificación utilizable. {}."},
  [REPERE_REASON_PART_ADVICE] =
    {"To have them recognised, {}; or export the file anew",
     "Pour les faire reconnaître, {} ; ou exportez à nouveau le fichier",
     "Para que se reconozcan, {}; o exporte de nuevo el archivo"},
  [REPERE_REASON_PART_NEITHER] =
    {"They could not be recognised either: export the file anew",
     "Elles n’ont pas pu être reconnues non plus : exportez à nouveau le fichier",
     "Tampoco se pudieron reconocer: exporte de nuevo el archivo"},
  [REPERE_REASON_PART_RECOGNISE] =
    {"Run the file through optical character recognition, or export it anew",
     "Faites passer le fichier par une reconnaissance de caractères (OCR), ou exportez-le à nouveau",
     "Pase el archivo por un reconocimiento de caracteres (OCR), o expórtelo de nuevo"},
  [REPERE_REASON_OCR_TIME] =
    {"Pages without text that were not recognised: {n}. The time that ocr-file-seconds in [indexer] "
     "allows was over: raise it, and run again; what was recognised is kept.",
     "Pages sans texte qui n’ont pas été reconnues : {n}. Le temps que permet ocr-file-seconds, dans "
     "[indexer], était écoulé : relevez cette limite et relancez ; ce qui a été reconnu est gardé.",
     "Páginas sin texto que no se reconocieron: {n}. Se agotó el tiempo que permite ocr-file-seconds, en "
     "[indexer]: suba ese límite y ejecute de nuevo; lo que se reconoció se conserva."},
  [REPERE_REASON_OCR_PAGE_TIME] =
    {"Pages without text that could not be recognised in the {n} seconds that ocr-page-seconds in "
     "[indexer] allows: {n}, the first of them page {n}.",
     "Pages sans texte qui n’ont pas pu être reconnues dans les {n} secondes que permet ocr-page-seconds, "
     "dans [indexer] : {n}, dont la première est la page {n}.",
     "Páginas sin texto que no se pudieron reconocer en los {n} segundos que permite ocr-page-seconds, en "
     "[indexer]: {n}, la primera de ellas la página {n}."},
  [REPERE_REASON_OCR_PAGE_MEMORY] =
    {"Pages without text that could not be recognised with the {n} MB that file-memory-mb in [indexer] "
     "allows: {n}, the first of them page {n}.",
     "Pages sans texte qui n’ont pas pu être reconnues avec les {n} Mo que permet file-memory-mb, dans "
     "[indexer] : {n}, dont la première est la page {n}.",
     "Páginas sin texto que no se pudieron reconocer con los {n} MB que permite file-memory-mb, en "
     "[indexer]: {n}, la primera de ellas la página {n}."},
  [REPERE_REASON_OCR_FAILED] =
    {"Page {n} has no text and could not be recognised: {}.",
     "La page {n} n’a pas de texte et n’a pas pu être reconnue : {}.",
     "La página {n} no tiene texto y no se pudo reconocer: {}."},
  [REPERE_REASON_OCR_NOTHING_AND] =
    {"No page has text. {}",
     "Aucune page n’a de texte. {}",
     "Ninguna página tiene texto. {}"},
  [REPERE_REASON_PART_OCR_TOO_LONG] =
    {"it took much longer than ocr-page-seconds in [indexer] allows",
     "cela prenait bien plus de temps que n’en permet ocr-page-seconds, dans [indexer]",
     "tardaba mucho más de lo que permite ocr-page-seconds, en [indexer]"},
  [REPERE_REASON_PART_OCR_MEMORY] =
    {"the {n} MB that file-memory-mb in [indexer] allows were used up",
     "les {n} Mo que permet file-memory-mb, dans [indexer], étaient épuisés",
     "se agotaron los {n} MB que permite file-memory-mb, en [indexer]"},
  [REPERE_REASON_PART_OCR_CRASHED] =
    {"its reader crashed ({})",
     "son lecteur est tombé ({})",
     "su lector se cayó ({})"},
  [REPERE_REASON_PART_SWITCH_ON] =
    {"switch ocr on in [indexer]",
     "activez ocr dans [indexer]",
     "active ocr en [indexer]"},
  [REPERE_REASON_PART_BUILD] =
    {"build the program with libtesseract-dev installed",
     "compilez le programme avec libtesseract-dev installé",
     "compile el programa con libtesseract-dev instalado"},
  [REPERE_REASON_PART_INSTALL] =
    {"install language data for Tesseract ({} has none for {}): the packages tesseract-ocr-eng, -fra, -spa",
     "installez les données de langues de Tesseract ({} n’en a pas pour {}) : les paquets "
     "tesseract-ocr-eng, -fra, -spa",
     "instale los datos de idiomas de Tesseract ({} no tiene para {}): los paquetes tesseract-ocr-eng, "
     "-fra, -spa"},
  [REPERE_REASON_PART_UPDATE] =
    {"run 'repere-indexer update', which recognises it",
     "lancez « repere-indexer update », qui s’en charge",
     "ejecute «repere-indexer update», que se encarga de ello"},
  [REPERE_REASON_TIMEOUT] =
    {"The {n} seconds that file-seconds in [indexer] allows were over while {} was read{}.",
     "Les {n} secondes que permet file-seconds, dans [indexer], se sont écoulées pendant la lecture {}{}.",
     "Los {n} segundos que permite file-seconds, en [indexer], se agotaron durante la lectura {}{}."},
  [REPERE_REASON_MEMORY] =
    {"The {n} MB that file-memory-mb in [indexer] allows were used up while {} was read{}.",
     "Les {n} Mo que permet file-memory-mb, dans [indexer], ont été épuisés pendant la lecture {}{}.",
     "Los {n} MB que permite file-memory-mb, en [indexer], se agotaron durante la lectura {}{}."},
  [REPERE_REASON_CRASHED] =
    {"The reader crashed while {} was read{} ({}).",
     "Le lecteur est tombé pendant la lecture {}{} ({}).",
     "El lector se cayó durante la lectura {}{} ({})."},
  [REPERE_REASON_PART_FILE] = {"the file", "du fichier", "del archivo"},
  [REPERE_REASON_PART_PAGE] = {"page {n}", "de la page {n}", "de la página {n}"},
  [REPERE_REASON_PART_TWICE] = {", twice", ", deux fois", ", dos veces"},
  [REPERE_REASON_PART_NONSENSE] =
    {"what it answered made no sense",
     "ce qu’il a répondu n’avait pas de sens",
     "lo que respondió no tenía sentido"},
  [REPERE_REASON_PART_SIGNAL_SAYS] = {"signal {}: \"{}\"", "signal {} : « {} »", "señal {}: «{}»"},
  [REPERE_REASON_PART_SIGNAL] = {"signal {}", "signal {}", "señal {}"},
  [REPERE_REASON_PART_STATUS] = {"exit status {n}", "code de sortie {n}", "código de salida {n}"},
  [REPERE_REASON_PART_STATUS_SAYS] =
    {"exit status {n}: \"{}\"",
     "code de sortie {n} : « {} »",
     "código de salida {n}: «{}»"},
  [REPERE_REASON_PART_NO_LIFE] =
    {"no sign of life in {n} seconds",
     "aucun signe de vie en {n} secondes",
     "ninguna señal de vida en {n} segundos"},
  [REPERE_REASON_FALSE_START] =
    {"The workers that read files end before they begin ({}).",
     "Les lecteurs de fichiers s’arrêtent avant d’avoir commencé ({}).",
     "Los lectores de archivos terminan antes de empezar ({})."},
  [REPERE_REASON_NO_START] =
    {"A worker process cannot be started: {} failed ({}).",
     "Un lecteur de fichiers ne peut pas être lancé : {} a échoué ({}).",
     "No se puede iniciar un lector de archivos: {} falló ({})."},
  [REPERE_REASON_NO_JAIL] =
    {"The worker that reads files cannot be jailed: {} failed ({}). It needs Linux with seccomp filters; "
     "a container must allow them.",
     "Le lecteur de fichiers ne peut pas être confiné : {} a échoué ({}). Il lui faut Linux avec les "
     "filtres seccomp ; un conteneur doit les permettre.",
     "El lector de archivos no se puede confinar: {} falló ({}). Necesita Linux con filtros seccomp; un "
     "contenedor debe permitirlos."},
  [REPERE_REASON_PART_FOLDER] = {"a folder", "un dossier", "una carpeta"},
  [REPERE_REASON_PART_PIPE] = {"a named pipe", "un tube nommé", "una tubería con nombre"},
  [REPERE_REASON_PART_SOCKET] = {"a socket", "un socket", "un socket"},
  [REPERE_REASON_PART_DEVICE] = {"a device", "un périphérique", "un dispositivo"},
  [REPERE_REASON_PART_EACCES] = {"Permission denied", "permission refusée", "permiso denegado"},
  [REPERE_REASON_PART_EIO] = {"Input/output error", "erreur d’entrée-sortie", "error de entrada y salida"},
  [REPERE_REASON_PART_ELOOP] =
    {"Too many levels of symbolic links",
     "trop de liens symboliques enchaînés",
     "demasiados enlaces simbólicos encadenados"},
  [REPERE_REASON_PART_ENAMETOOLONG] =
    {"File name too long",
     "nom de fichier trop long",
     "nombre de archivo demasiado largo"},
  [REPERE_REASON_PART_EMFILE] =
    {"Too many open files",
     "trop de fichiers ouverts",
     "demasiados archivos abiertos"},
  [REPERE_REASON_PART_ENOMEM] = {"Cannot allocate memory", "mémoire insuffisante", "memoria insuficiente"},
  [REPERE_REASON_AT_RECORD] =
    {"{}:{n}: record \"{}\": {s}",
     "{}:{n} : notice « {} » : {s}",
     "{}:{n}: registro «{}»: {s}"},
  [REPERE_REASON_AT_LINE] = {"{}:{n}: {s}", "{}:{n} : {s}", "{}:{n}: {s}"},
  [REPERE_REASON_AND_ALSO] = {"{s} Also: {s}", "{s} Aussi : {s}", "{s} También: {s}"},
  [REPERE_REASON_AND_LINE] = {"{s} Line {n}: {s}", "{s} Ligne {n} : {s}", "{s} Línea {n}: {s}"},
  [REPERE_REASON_AND_MORE] = {"{s} And {n} more.", "{s} Autres fautes : {n}.", "{s} Otros fallos: {n}."},
  [REPERE_REASON_RECORD_ELEMENT] = {"element {w}", "l’élément {w}", "el elemento {w}"},
  [REPERE_REASON_RECORD_COLUMN] = {"column \"{}\"", "la colonne « {} »", "la columna «{}»"},
  [REPERE_REASON_RECORD_CAPITALS] =
    {"{s} has \"{}\"; write the country's code in capitals: {}.",
     "{s} a « {} » ; écrivez le code du pays en majuscules : {}.",
     "{s} tiene «{}»; escriba el código del país en mayúsculas: {}."},
  [REPERE_REASON_RECORD_COUNTRY] =
    {"{s} has \"{}\", which is no country; write its ISO 3166-1 code of two capitals, as in MZ.",
     "{s} a « {} », qui n’est pas un pays ; écrivez son code ISO 3166-1 de deux majuscules, comme MZ.",
     "{s} tiene «{}», que no es un país; escriba su código ISO 3166-1 de dos mayúsculas, como MZ."},
  [REPERE_REASON_RECORD_EMPTY] =
    {"{s} is empty; fill it or take it out.",
     "{s} est vide ; indiquez une valeur, ou supprimez.",
     "{s} no tiene contenido; complete el valor, o suprima."},
  [REPERE_REASON_RECORD_ID_SPACE] =
    {"{s} has \"{}\"; an identifier has no white space: write - instead.",
     "{s} a « {} » ; un identifiant n’a pas d’espaces : écrivez - à leur place.",
     "{s} tiene «{}»; un identificador no tiene espacios: escriba - en su lugar."},
  [REPERE_REASON_RECORD_ID_LONG] =
    {"{s} has \"{}\", which is too long; use at most {n} characters.",
     "{s} a « {} », qui est trop long ; pas plus de {n} caractères.",
     "{s} tiene «{}», que es demasiado largo; no más de {n} caracteres."},
  [REPERE_REASON_RECORD_DATE] =
    {"{s} has \"{}\", which is no date; write YYYY, YYYY-MM or YYYY-MM-DD.",
     "{s} a « {} », qui n’est pas une date ; écrivez AAAA, AAAA-MM ou AAAA-MM-JJ.",
     "{s} tiene «{}», que no es una fecha; escriba AAAA, AAAA-MM o AAAA-MM-DD."},
  [REPERE_REASON_RECORD_LANGUAGE] =
    {"{s} has \"{}\", which is no language; write its ISO 639 code, as in fr.",
     "{s} a « {} », qui n’est pas une langue ; écrivez son code ISO 639, comme fr.",
     "{s} tiene «{}», que no es un idioma; escriba su código ISO 639, como fr."},
  [REPERE_REASON_RECORD_ACCESS] =
    {"{s} has \"{}\"; write public, members or group:NAME.",
     "{s} a « {} » ; écrivez public, members ou group:NOM.",
     "{s} tiene «{}»; escriba public, members o group:NOMBRE."},
  [REPERE_REASON_RECORD_HALF_POINT] =
    {"one of latitude and longitude is empty; fill both, or none.",
     "la latitude ou la longitude est vide ; indiquez les deux, ou aucune.",
     "la latitud o la longitud no tiene contenido; indique las dos, o ninguna."},
  [REPERE_REASON_RECORD_POINT] =
    {"{s} has no attribute {}; write <point lat=\"-25.97\" lon=\"32.58\"/>.",
     "{s} n’a pas d’attribut {} ; écrivez <point lat=\"-25.97\" lon=\"32.58\"/>.",
     "{s} no tiene el atributo {}; escriba <point lat=\"-25.97\" lon=\"32.58\"/>."},
  [REPERE_REASON_RECORD_DEGREES] =
    {"{s} has {}; write decimal degrees from -{n} to {n}.",
     "{s} a {} ; écrivez des degrés décimaux de -{n} à {n}.",
     "{s} tiene {}; escriba grados decimales de -{n} a {n}."},
  [REPERE_REASON_RECORD_NO_HREF] =
    {"{s} has no href; write the file's path below [library] files.",
     "{s} n’a pas de href ; écrivez le chemin du fichier à partir de [library] files.",
     "{s} no tiene href; escriba la ruta del archivo a partir de [library] files."},
  [REPERE_REASON_RECORD_SLASH] =
    {"{s} has {}; write the path without / in front: it is relative to [library] files.",
     "{s} a {} ; écrivez le chemin sans / au début : il part de [library] files.",
     "{s} tiene {}; escriba la ruta sin / al principio: parte de [library] files."},
  [REPERE_REASON_RECORD_FILE_TYPE] =
    {"{s} has type=\"{}\"; write application/pdf, text/html or text/plain.",
     "{s} a type=\"{}\" ; écrivez application/pdf, text/html ou text/plain.",
     "{s} tiene type=\"{}\"; escriba application/pdf, text/html o text/plain."},
  [REPERE_REASON_RECORD_URL] =
    {"{s} has url=\"{}\", which is no address; write it whole, as in https://example.org/a.pdf.",
     "{s} a url=\"{}\", qui n’est pas une adresse ; écrivez-la en entier, comme https://example.org/a.pdf.",
     "{s} tiene url=\"{}\", que no es una dirección; escríbala entera, como https://example.org/a.pdf."},
  [REPERE_REASON_RECORD_XML_LANG] =
    {"{s} has an attribute {}, which it does not take; write xml:lang.",
     "{s} a un attribut {}, qui n’y a pas sa place ; écrivez xml:lang.",
     "{s} tiene un atributo {} que no le corresponde; escriba xml:lang."},
  [REPERE_REASON_RECORD_ATTRIBUTE] =
    {"{s} has an attribute {}, which it does not take; take it out.",
     "{s} a un attribut {}, qui n’y a pas sa place ; supprimez-le.",
     "{s} tiene un atributo {} que no le corresponde; suprímalo."},
  [REPERE_REASON_RECORD_NO_ATTRIBUTES] =
    {"{s} has an attribute {}; it takes none: take it out.",
     "{s} a un attribut {}, mais n’en admet aucun : supprimez-le.",
     "{s} tiene un atributo {}, pero no admite ninguno: suprímalo."},
  [REPERE_REASON_RECORD_LANG_CODE] =
    {"{s} has xml:lang=\"{}\", which is no language; write its ISO 639 code, as in fr.",
     "{s} a xml:lang=\"{}\", qui n’est pas une langue ; écrivez son code ISO 639, comme fr.",
     "{s} tiene xml:lang=\"{}\", que no es un idioma; escriba su código ISO 639, como fr."},
  [REPERE_REASON_RECORD_MARKUP] =
    {"{s} holds an element {}; write plain text, without markup.",
     "{s} contient un élément {} ; écrivez du texte simple, sans balises.",
     "{s} contiene un elemento {}; escriba texto simple, sin marcas."},
  [REPERE_REASON_RECORD_TEXT_INSIDE] =
    {"{s} holds text; it says all in attributes: take the text out.",
     "{s} contient du texte ; ses attributs disent tout : supprimez le texte.",
     "{s} contiene texto; sus atributos lo dicen todo: suprima el texto."},
  [REPERE_REASON_RECORD_MEANT] =
    {"{s} is unknown; did you mean {}?",
     "{s} n’est pas connu ; vouliez-vous dire {} ?",
     "{s} no se conoce; ¿quería decir {}?"},
  [REPERE_REASON_RECORD_UNKNOWN] =
    {"{s} is unknown; take it out, or use one that the schema has.",
     "{s} n’est pas connu ; supprimez-le, ou prenez-en un du schéma.",
     "{s} no se conoce; suprímalo, o use uno del esquema."},
  [REPERE_REASON_RECORD_TWICE] =
    {"{s} is there twice (first in line {n}); a record has one.",
     "{s} y est deux fois (d’abord à la ligne {n}) ; une notice n’en a qu’un.",
     "{s} está dos veces (primero en la línea {n}); un registro tiene uno solo."},
  [REPERE_REASON_RECORD_NEEDED_EMPTY] =
    {"{s} is empty; a record needs it.",
     "{s} est vide ; une notice en a besoin.",
     "{s} no tiene contenido; un registro lo necesita."},
  [REPERE_REASON_RECORD_NEEDED] =
    {"{s} is missing; a record needs it.",
     "{s} manque ; une notice en a besoin.",
     "{s} falta; un registro lo necesita."},
  [REPERE_REASON_RECORD_TEXT_OUTSIDE] =
    {"there is text outside of every element (\"{}\"); put it into one, or take it out.",
     "il y a du texte en dehors de tout élément (« {} ») ; mettez-le dans un élément, ou supprimez-le.",
     "hay texto fuera de todo elemento («{}»); póngalo en uno, o suprímalo."},
  [REPERE_REASON_RECORD_LEAVES] =
    {"{s} has {}, which leaves [library] files; write a path below that folder, without \"..\".",
     "{s} a {}, qui sort de [library] files ; écrivez un chemin dans ce dossier, sans « .. ».",
     "{s} tiene {}, que sale de [library] files; escriba una ruta dentro de esa carpeta, sin «..»."},
  [REPERE_REASON_RECORD_KNOWN_ID] =
    {"{}:{n} has this identifier already; that one counts. Give one of the two another identifier, or "
     "take it out.",
     "{}:{n} a déjà cet identifiant, et c’est elle qui compte. Donnez un autre identifiant à l’une des "
     "deux, ou supprimez-la.",
     "{}:{n} ya tiene este identificador, y es el que cuenta. Dé otro identificador a uno de los dos, o "
     "suprímalo."},
};
