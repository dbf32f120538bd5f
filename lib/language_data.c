/* language_data.c - the words of the languages; see language_data.h for what belongs here and what does not.
 */
#include "language_data.h"

#include <stddef.h>

const char *const repere_stop_words_en[] = {
  /* articles, demonstratives, quantities */
  "a", "an", "the", "this", "that", "these", "those", "some", "any", "all", "each", "every", "both",
  "either", "neither", "few", "more", "most", "less", "least", "many", "much", "several", "other", "others",
  "another", "such", "same", "own", "no",
  /* prepositions */
  "of", "to", "in", "on", "at", "by", "for", "from", "with", "without", "within", "into", "onto", "upon",
  "about", "above", "across", "after", "against", "along", "among", "amongst", "around", "as", "before",
  "behind", "below", "between", "beyond", "during", "except", "off", "out", "over", "per", "since",
  "through", "throughout", "toward", "towards", "under", "until", "up", "via", "down",
  /* pronouns and possessives */
  "i", "me", "my", "mine", "myself", "we", "our", "ours", "ourselves", "you", "your", "yours", "yourself",
  "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them",
  "their", "theirs", "themselves", "one", "what", "which", "whom", "whose", "whoever", "whatever",
  /* auxiliaries, with the contractions of "not" */
  "am", "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "having", "do", "does",
  "did", "doing", "done", "can", "could", "will", "would", "shall", "should", "might", "must", "ought",
  "cannot", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "hasnt", "havent", "hadnt",
  "cant", "couldnt", "wont", "wouldnt", "shouldnt", "mustnt", "neednt", "aint",
  /* conjunctions and the adverbs that hold sentences together */
  "and", "or", "but", "nor", "so", "yet", "if", "unless", "although", "though", "because", "while",
  "whereas", "whether", "than", "then", "when", "where", "why", "how", "however", "therefore", "thus",
  "hence", "also", "too", "very", "not", "only", "just", "even", "ever", "never", "again", "further",
  "once", "here", "there", "now", "already", "still", "often", "rather", "otherwise", "moreover", "etc",
  NULL};

const char *const repere_stop_words_fr[] = {
  /* articles, demonstratives, quantities */
  "le", "la", "les", "un", "une", "des", "du", "de", "au", "aux", "ce", "cet", "cette", "ces", "ceci",
  "cela", "ça", "celui", "celle", "ceux", "celles", "tout", "toute", "tous", "toutes", "chaque", "chacun",
  "chacune", "aucun", "aucune", "certain", "certaine", "certains", "certaines", "plusieurs", "quelque",
  "quelques", "autre", "autres", "même", "mêmes", "tel", "telle", "tels", "telles", "quelquun", "quelquune",
  /* what elision leaves when it stands alone */
  "c", "d", "j", "l", "m", "n", "s", "t", "qu",
  /* prepositions */
  "à", "après", "avant", "avec", "chez", "contre", "dans", "depuis", "derrière", "dès", "devant", "durant",
  "en", "entre", "envers", "hors", "jusque", "malgré", "par", "parmi", "pendant", "pour", "sans", "sauf",
  "selon", "sous", "sur", "vers", "via", "afin", "lors",
  /* pronouns and possessives */
  "je", "me", "moi", "mon", "ma", "mes", "tu", "te", "toi", "ton", "ta", "tes", "il", "ils", "elle",
  "elles", "on", "se", "soi", "son", "sa", "ses", "nous", "notre", "nos", "vous", "votre", "vos", "lui",
  "leur", "leurs", "eux", "y", "qui", "que", "quoi", "dont", "où", "quel", "quelle", "quels", "quelles",
  "lequel", "laquelle", "lesquels", "lesquelles", "duquel", "auquel", "auxquels", "auxquelles", "desquels",
  "desquelles", "comment", "combien", "pourquoi",
  /* auxiliaries and modals */
  "être", "suis", "es", "est", "sommes", "êtes", "sont", "étais", "était", "étions", "étaient", "étant",
  "sera", "seront", "serait", "seraient", "soit", "soient", "fut", "furent", "avoir", "ai", "as", "a",
  "avons", "avez", "ont", "avais", "avait", "avaient", "ayant", "eu", "aura", "auront", "aurait",
  "auraient", "ait", "aient", "peut", "peuvent", "pourrait", "pourraient", "doit", "doivent", "devrait",
  "devraient", "faut",
  /* conjunctions and adverbs */
  "et", "ou", "mais", "donc", "ni", "car", "si", "comme", "quand", "lorsque", "puisque", "quoique", "parce",
  "ainsi", "ci", "alors", "aussi", "bien", "cependant", "encore", "déjà", "ici", "là", "ne", "non", "pas",
  "plus", "moins", "très", "trop", "peu", "puis", "toutefois", "notamment", "également", "etc",
  /* typed without accents, where that is no other word */
  "meme", "memes", "apres", "malgre", "etre", "etes", "etais", "etait", "etions", "etaient", "etant",
  "deja", "tres", "egalement", NULL};

const char *const repere_stop_words_es[] = {
  /* articles, demonstratives, quantities */
  "el", "la", "los", "las", "lo", "un", "una", "unos", "unas", "al", "del", "este", "esta", "esto", "estos",
  "estas", "ese", "esa", "eso", "esos", "esas", "aquel", "aquella", "aquello", "aquellos", "aquellas",
  "todo", "toda", "todos", "todas", "cada", "algún", "alguno", "alguna", "algunos", "algunas", "ningún",
  "ninguno", "ninguna", "varios", "varias", "mucho", "mucha", "muchos", "muchas", "poco", "pocos", "otro",
  "otra", "otros", "otras", "mismo", "misma", "mismos", "mismas", "tal", "tales", "tan", "tanto", "ambos",
  "ambas",
  /* prepositions */
  "a", "ante", "bajo", "con", "contra", "de", "desde", "durante", "en", "entre", "hacia", "hasta",
  "mediante", "para", "por", "según", "sin", "sobre", "tras", "vía",
  /* pronouns and possessives */
  "yo", "mí", "mi", "mis", "me", "tú", "tu", "tus", "te", "ti", "él", "ella", "ello", "ellos", "ellas",
  "le", "les", "se", "sí", "su", "sus", "suyo", "suya", "nos", "nosotros", "nosotras", "nuestro", "nuestra",
  "nuestros", "nuestras", "usted", "ustedes", "os", "que", "qué", "quien", "quién", "quienes", "quiénes",
  "cual", "cuál", "cuales", "cuáles", "cuanto", "cuánto", "cuanta", "cuánta", "cuantos", "cuántos",
  "cuantas", "cuántas", "cuyo", "cuya", "cuyos", "cuyas", "algo", "alguien", "nada", "nadie",
  /* auxiliaries and modals */
  "ser", "soy", "es", "somos", "son", "era", "eran", "fue", "fueron", "sea", "sean", "siendo", "sido",
  "será", "serán", "sería", "serían", "estar", "está", "están", "estaba", "estaban", "esté", "estén",
  "haber", "he", "ha", "hay", "han", "hemos", "había", "habían", "haya", "hayan", "habrá", "habría", "hubo",
  "puede", "pueden", "podrá", "podrán", "podría", "podrían", "debe", "deben", "debería", "tiene", "tienen",
  /* conjunctions and adverbs */
  "y", "e", "o", "u", "ni", "pero", "sino", "si", "aunque", "porque", "pues", "como", "cómo", "cuando",
  "cuándo", "donde", "dónde", "mientras", "así", "aún", "también", "tampoco", "entonces", "además", "ya",
  "no", "muy", "más", "menos", "bien", "luego", "ahora", "aquí", "allí", "siempre", "nunca", "sólo", "solo",
  "adónde", "etc",
  /* typed without accents, where that is no other word */
  "algun", "ningun", "segun", "sera", "seran", "seria", "serian", "estan", "esten", "habia", "habian",
  "habra", "habria", "podra", "podran", "podria", "podrian", "deberia", "asi", "aun", "tambien", "ademas",
  "aqui", "alli", "adonde", NULL};

/* Not here: "aujourd", "presqu", "quelqu", "entr". What follows them is no word by itself, so "aujourd'hui" and
 * "presqu'île" stay whole. */
const char *const repere_elisions_fr[] = {"l", "d",  "j",     "m",      "t",      "s",       "n",
                                          "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", NULL};

/* "peuvent-ils", "y a-t-il", "est-ce" */
const char *const repere_enclitics_fr[] = {"je", "tu",   "il",   "elle", "on", "nous",
                                           "vous", "ils", "elles", "ce",   "t",  NULL};

/* ---- spellings of one word ---- */

/* -ise and -ize are all taken for -ise: "organise" and "organ" stay apart so, and no other word is met. Nobody
 * sees what "size" would become, but three letters must stand before. */
const RepereVariant repere_variants_en[] = {
  /* plurals that no rule makes */
  {"children", "child"}, {"women", "woman"}, {"men", "man"}, {"crises", "crisis"}, {"analysis", "analyse"},
  {"hypotheses", "hypothesis"}, {"theses", "thesis"}, {"syntheses", "synthesis"},
  {"diagnoses", "diagnosis"}, {"prognoses", "prognosis"}, {"emphases", "emphasis"}, {"oases", "oasis"},
  {"criteria", "criterion"}, {"phenomena", "phenomenon"}, {"feet", "foot"}, {"teeth", "tooth"},
  {"mice", "mouse"}, {"wives", "wife"}, {"knives", "knife"}, {"halves", "half"}, {"shelves", "shelf"},
  {"thieves", "thief"}, {"loaves", "loaf"}, {"indices", "index"}, {"appendices", "appendix"},
  {"matrices", "matrix"}, {"vertices", "vertex"}, {"bacteria", "bacterium"}, {"curricula", "curriculum"},
  {"memoranda", "memorandum"}, {"fora", "forum"}, {"strata", "stratum"}, {"stimuli", "stimulus"},
  {"nuclei", "nucleus"}, {"foci", "focus"}, {"alumni", "alumnus"},
  /* plurals of initials, whose s the stemmer keeps after a vowel or without any */
  {"ngos", "ngo"}, {"ingos", "ingo"}, {"csos", "cso"}, {"cbos", "cbo"}, {"fbos", "fbo"}, {"sdgs", "sdg"},
  {"mdgs", "mdg"}, {"ndcs", "ndc"}, {"mrcs", "mrc"}, {"npms", "npm"}, {"pdfs", "pdf"}, {"dvds", "dvd"},
  {"smes", "sme"}, {"msmes", "msme"}, {"menus", "menu"},
  /* words that the stemmer takes for each other */
  {"universal", "universall"}, {"universally", "universall"}, {"universality", "universall"},
  /* British and American */
  {"programme", "program"}, {"programmes", "programs"}, {"centre", "center"}, {"centres", "centers"},
  {"centred", "centered"}, {"theatre", "theater"}, {"theatres", "theaters"}, {"metre", "meter"},
  {"metres", "meters"}, {"kilometre", "kilometer"}, {"kilometres", "kilometers"}, {"litre", "liter"},
  {"litres", "liters"}, {"fibre", "fiber"}, {"fibres", "fibers"}, {"calibre", "caliber"},
  {"defence", "defense"}, {"defences", "defenses"}, {"offence", "offense"}, {"offences", "offenses"},
  {"pretence", "pretense"}, {"licence", "license"}, {"licences", "licenses"}, {"practise", "practice"},
  {"practised", "practiced"}, {"practises", "practices"}, {"practising", "practicing"},
  {"catalogue", "catalog"}, {"catalogues", "catalogs"}, {"catalogued", "cataloged"}, {"dialogue", "dialog"},
  {"dialogues", "dialogs"}, {"analogue", "analog"}, {"analogues", "analogs"}, {"judgement", "judgment"},
  {"judgements", "judgments"}, {"grey", "gray"}, {"counsellor", "counselor"}, {"counsellors", "counselors"},
  {"jewellery", "jewelry"}, {"cheque", "check"}, {"cheques", "checks"}, {"tyre", "tire"},
  {"tyres", "tires"}, {"artefact", "artifact"}, {"artefacts", "artifacts"}, {"aluminium", "aluminum"},
  {"sulphur", "sulfur"}, {"plough", "plow"}, {"ploughs", "plows"}, {"ploughing", "plowing"},
  {"manoeuvre", "maneuver"}, {"manoeuvres", "maneuvers"}, {"skilful", "skillful"}, {"mould", "mold"},
  {"moulds", "molds"}, {"labour-", "labor"}, {"neighbour-", "neighbor"}, {"behaviour-", "behavior"},
  {"favour-", "favor"}, {"colour-", "color"}, {"honour-", "honor"}, {"humour-", "humor"},
  {"harbour-", "harbor"}, {"endeavour-", "endeavor"}, {"rumour-", "rumor"}, {"flavour-", "flavor"},
  {"tumour-", "tumor"}, {"vapour-", "vapor"}, {"odour-", "odor"}, {"vigour-", "vigor"},
  {"rigour-", "rigor"}, {"parlour-", "parlor"}, {"armour-", "armor"}, {"clamour-", "clamor"},
  {"fervour-", "fervor"}, {"splendour-", "splendor"}, {"demeanour-", "demeanor"}, {"unfavour-", "unfavor"},
  {"dishonour-", "dishonor"}, {"discolour-", "discolor"}, {"misbehaviour-", "misbehavior"},
  {"sceptic-", "skeptic"}, {"paed-", "ped"}, {"orthopaed-", "orthoped"}, {"gynaec-", "gynec"},
  {"anaem-", "anem"}, {"anaesth-", "anesth"}, {"haem-", "hem"}, {"leukaem-", "leukem"},
  {"ischaem-", "ischem"}, {"oedem-", "edem"}, {"oesoph-", "esoph"}, {"oestr-", "estr"}, {"foet-", "fet"},
  {"faec-", "fec"}, {"diarrhoe-", "diarrhe"}, {"archaeo-", "archeo"}, {"encyclopaed-", "encycloped"},
  {"aesthet-", "esthet"}, {"enrolment-", "enrollment"}, {"fulfilment-", "fulfillment"},
  {"instalment-", "installment"}, {"-aemia", "emia"}, {"-aemic", "emic"}, {"-ization", "isation"},
  {"-izations", "isations"}, {"-izational", "isational"}, {"-ize", "ise"}, {"-izes", "ises"},
  {"-ized", "ised"}, {"-izing", "ising"}, {"-izer", "iser"}, {"-izers", "isers"}, {"-izable", "isable"},
  {"-yze", "yse"}, {"-yzes", "yses"}, {"-yzed", "ysed"}, {"-yzing", "ysing"}, {"-yzer", "yser"},
  {"-yzers", "ysers"},
  {NULL, NULL}};

/* The stemmer takes an s after u, o or i for the word's own, and -it, -er, -ais, -ions for endings of verbs: so it
 * parts "revenu" from "revenus", "conflit" from "conflits", "français" from "française". */
const RepereVariant repere_variants_fr[] = {
  {"travaux", "travail"}, {"enjeux", "enjeu"}, {"lieux", "lieu"}, {"milieux", "milieu"}, {"jeux", "jeu"},
  {"vœux", "vœu"}, {"voeux", "vœu"}, {"feux", "feu"}, {"cheveux", "cheveu"}, {"neveux", "neveu"},
  {"aveux", "aveu"}, {"adieux", "adieu"}, {"yeux", "œil"}, {"oeil", "œil"}, {"baux", "bail"},
  {"vitraux", "vitrail"}, {"matériaux", "matériau"}, {"noyaux", "noyau"}, {"tuyaux", "tuyau"},
  {"choux", "chou"}, {"bijoux", "bijou"}, {"genoux", "genou"}, {"emplois", "emploi"}, {"lois", "loi"},
  {"envois", "envoi"}, {"convois", "convoi"}, {"renvois", "renvoi"}, {"octrois", "octroi"},
  {"tournois", "tournoi"}, {"délais", "délai"}, {"essais", "essai"}, {"balais", "balai"},
  {"remblais", "remblai"}, {"conflit", "conflits"}, {"délit", "délits"}, {"crédit", "crédits"},
  {"microcrédit", "microcrédits"}, {"profit", "profits"}, {"déficit", "déficits"}, {"récit", "récits"},
  {"débit", "débits"}, {"habit", "habits"}, {"esprit", "esprits"}, {"appétit", "appétits"},
  {"audit", "audits"}, {"bandit", "bandits"}, {"transit", "transits"}, {"manuscrit", "manuscrits"},
  {"petit", "petits"}, {"écrit", "écrits"}, {"décrit", "décrits"}, {"inscrit", "inscrits"},
  {"prescrit", "prescrits"}, {"souscrit", "souscrits"}, {"interdit", "interdits"}, {"inédit", "inédits"},
  {"soumis", "soumise"}, {"requis", "requise"}, {"transmis", "transmise"}, {"remis", "remise"},
  {"repris", "reprise"}, {"commis", "commise"}, {"compris", "comprise"}, {"acquis", "acquise"},
  {"promis", "promise"}, {"admis", "admise"}, {"émis", "émise"}, {"précis", "précise"},
  {"surpris", "surprise"}, {"divers", "diverse"}, {"univers", "univers"}, {"-ions", "ion"}, {"-us", "u"},
  {"-os", "o"}, {"-ers", "er"}, {"-ais", "aise"},
  {NULL, NULL}};

/* In capitals, accents are often left out; -cion and -sion end no other words. Plurals are taken for singulars:
 * the stemmer takes -ad, -er, -en for endings of verbs ("ciudad", "mujer", "joven"), and leaves short words alone
 * ("obras"). */
const RepereVariant repere_variants_es[] = {
  {"voces", "voz"}, {"veces", "vez"}, {"luces", "luz"}, {"jueces", "juez"}, {"cruces", "cruz"},
  {"peces", "pez"}, {"paces", "paz"}, {"raíces", "raíz"}, {"raices", "raíz"}, {"nueces", "nuez"},
  {"enlaces", "enlace"}, {"desenlaces", "desenlace"}, {"índices", "índice"}, {"indices", "índice"},
  {"apéndices", "apéndice"}, {"cómplices", "cómplice"}, {"partícipes", "partícipe"}, {"líderes", "líder"},
  {"órdenes", "orden"}, {"caracteres", "carácter"}, {"edades", "edad"}, {"redes", "red"},
  {"comités", "comité"}, {"usos", "uso"}, {"artes", "arte"}, {"ejes", "eje"}, {"planes", "plan"},
  {"-cion", "ción"}, {"-sion", "sión"}, {"-dades", "dad"}, {"-edes", "ed"}, {"-eres", "er"},
  {"-ares", "ar"}, {"-enes", "en"}, {"-anes", "án"}, {"-aces", "az"}, {"-ices", "iz"}, {"-oces", "oz"},
  {"-iera", "iero"}, {"-ieras", "iero"}, {"-os", "o"}, {"-as", "a"},
  {NULL, NULL}};

const RepereTraits repere_traits[] = {
  {"en", "may us who see use used using new system",
   "ing ings ness ly ed ity ies ght ship ous ful ers ould ther ence ance ment ments tion tions "
   "able ary",
   ""},
  {"fr", "fait été état or faire",
   "ment ments aire aires eur eurs ique iques elle elles eux euse euses ée ées é és aux ier iers "
   "oire aient ons ez eau eaux ité ités ais tion tions ance ences ble",
   "àâçèêëîïôùûœ"},
  {"es", "estado años año parte ser hacer",
   "ción ciones dad dades mente ado ados ada adas iento ientos sión siones encia encias ario "
   "aria arios ía ías ar er ir ón ico ica icos icas nte ntes ando iendo",
   "ñáíóú"},
  {"pt",
   "o a os as do da dos das no na nos nas ao aos à às de em um uma uns umas por pelo pela pelos "
   "pelas para com sem sobre entre até e ou mas que se não sim mais como quando onde é são foi "
   "foram ser está estão tem têm há isso isto este esta esse essa seu sua seus suas ele ela eles "
   "elas nós você também já muito todos",
   "ção ções são sões dade dades mente ado ados ada adas agem ão ões eiro eira ência ário ar er "
   "ir ndo nte",
   "ãõçáíóúâê"},
  {"it",
   "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle "
   "da dal dalla dai dalle in nel nella nei nelle con su sul sulla per tra fra e ed o ma che chi "
   "cui non si come anche più è sono era essere ha hanno stato questo questa questi queste "
   "quello suo sua loro ci ne se dell all nell",
   "zione zioni mente ità ento enti are ere ire ato ati ata ella elle ale ali ico ica nte nti", "àèìòù"},
  {"ca",
   "el la els les un una uns unes de del dels al als en amb per pel pels que i o però si no és "
   "són ser ha han va van està aquest aquesta aquests aquestes seu seva seus seves més molt com "
   "quan on també entre sobre fins sense fer hi ho es tot tots",
   "ció cions tat tats ment ments atge ar er ir ança ència ït", "àèòïçíóú"},
  {"gl",
   "o a os as do da dos das no na nos nas ao aos de en un unha uns unhas por polo pola para con "
   "sen sobre entre ata e ou mais que se non como cando é son foi está ten hai iso isto este "
   "esta seu súa seus súas tamén máis",
   "ción cións dade dades mente ado ados ada adas encia ario ar er ir ndo", "ñáíóú"},
  {"oc",
   "lo la los las un una de del dels al als en amb per que e o mas es son sas sos dins sus "
   "aqueste aquesta pus tanben coma foguèt dempuèi entre",
   "cion cions tat tats ment aire ar ança", "àòèçá"},
  {"ro",
   "și în de la cu pe din pentru un o ale al a lui ei este sunt fost fi care că nu mai se sa să "
   "ca prin sau dar după între această acest acestea cel cea cele fiind au are",
   "ție ții iei ului ilor are ere tate tății ește ată ate", "ăâîșțşţ"},
  {"de",
   "der die das den dem des ein eine einen einem einer eines und oder aber nicht in im an am auf "
   "aus bei mit nach von vom zu zum zur für über durch gegen ohne um ist sind war waren wird "
   "werden wurde hat haben kann können auch als wie so nur sich sie er es wir ihr dass wenn noch",
   "ung ungen lich liche lichen keit heit schaft isch ische ischen ieren iert eten ern", "äöüß"},
  {"nl",
   "de het een en of maar niet in op aan van voor met naar bij uit over door tegen zonder om is "
   "zijn was waren wordt worden werd heeft hebben kan kunnen ook als zoals dan dat die dit deze "
   "er hij zij ze wij te tot nog geen meer",
   "heid lijk lijke isch ische atie aties ing ingen eren eerd ren den ten", "ëï"},
  {"da",
   "den det de en et og eller men ikke i på til fra med for af om ved over under efter som er "
   "var blev bliver har havde kan skal vil også at der han hun vi sig",
   "ing inger else elser hed ede ende lig lige erne ene", "æøå"},
  {"sv",
   "den det de en ett och eller men inte i på till från med för av om vid över under efter som "
   "är var blev har hade kan ska skall också att han hon vi sig",
   "ning ningar else het ade ande lig liga arna erna", "äöå"},
  {"pl",
   "i w z na do od po o u za przez dla przy nie się że jest są był była było to ten ta te jak "
   "oraz lub ale który która które jego jej ich także może",
   "ości ość nie nia cji cja ych ego emu ach owy owa wać", "ąćęłńśźż"},
  {"la",
   "et in ad ex de cum non est sunt esse ut sed quod qui quae quam si per ab aut enim autem "
   "etiam atque eius",
   "orum arum ibus tionem tio atis itur untur", ""},
  {"ht", "li yo nan ak pou ki te se pa gen sa ou mwen nou yon yonn moun tout men lè fè ap kap", "syon man",
   "èò"},
  {"sw",
   "na ya wa kwa ni katika za la cha vya hii hiyo huo kama au pia kuwa yake wake watu hayo haya "
   "ambayo ambao",
   "isha wana ishwa kazi aji", ""},
  {"tr",
   "ve bir bu da de için ile olarak olan daha çok gibi kadar sonra her ne ya ki en o ise değil "
   "var",
   "lar ler ları leri nda nde dır dir mak mek lık lik", "ğışöüç"},
  {"fi", "ja on ei se että oli ovat hän kun niin mutta myös tai kuin joka",
   "ssa ssä sta stä lla llä nen sen iin ksi aan", "äö"},
  {"hu", "a az és hogy nem is egy van volt meg de ez csak már vagy mint",
   "ban ben nak nek val vel ság ség ból ből hoz", "áéíóöőúüű"},
  {"cs", "a v na se je že s z do o i k pro za by ale jako jsou nebo", "ní ého ých ost osti ová ské ným",
   "ěščřžýáíéůú"},
  {"id", "yang dan di ke dari untuk dengan ini itu pada tidak adalah dalam akan oleh", "kan nya an ang", ""},
  {"vi", "và của là các có không được cho trong người một những với", "",
   "ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ"},
  {"so", "waa iyo oo ka ku ee u in la ah uu ayaa lagu", "yada aha inta aan", ""},
  {"wo", "ak ci la ñu di nga ngir bu mu ko gi yi", "", ""},
  {NULL, NULL, NULL, NULL}};
