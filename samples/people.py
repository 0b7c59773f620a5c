"""Invented people at the client firms: names to draw from and the positions each client has.

The vocative is written by hand and left empty where a careful writer would ask first
(foreign names, and Czech surnames with two accepted forms).
"""

# (surname, vocative of the surname or "" when not sure)
MEN = [
    ("Novotný", "Novotný"), ("Dvořák", "Dvořáku"), ("Procházka", "Procházko"),
    ("Kučera", "Kučero"), ("Veselý", "Veselý"), ("Horák", "Horáku"), ("Kadlec", ""),
    ("Marek", "Marku"), ("Pospíšil", "Pospíšile"), ("Hájek", "Hájku"), ("Jelínek", "Jelínku"),
    ("Růžička", "Růžičko"), ("Beneš", "Beneši"), ("Fiala", "Fialo"), ("Sedláček", "Sedláčku"),
    ("Doležal", "Doležale"), ("Zeman", "Zemane"), ("Kolář", "Koláři"),
    ("Navrátil", "Navrátile"), ("Čermák", "Čermáku"), ("Vaněk", "Vaňku"), ("Urban", "Urbane"),
    ("Blažek", "Blažku"), ("Kříž", "Kříži"), ("Kopecký", "Kopecký"), ("Musil", "Musile"),
    ("Šimek", "Šimku"), ("Konečný", "Konečný"), ("Staněk", "Staňku"), ("Holub", "Holube"),
    ("Štěpánek", "Štěpánku"), ("Bureš", "Bureši"), ("Mach", "Machu"), ("Soukup", "Soukupe"),
    ("Šebesta", "Šebesto"), ("Dušek", "Dušku"), ("Vlk", ""), ("Tichý", "Tichý"),
    ("Matoušek", "Matoušku"), ("Říha", "Řího"), ("Ševčík", "Ševčíku"), ("Bartoš", "Bartoši"),
    ("Vacek", "Vacku"), ("Žák", "Žáku"), ("Kratochvíl", "Kratochvíle"), ("Hrubý", "Hrubý"),
    ("Pavlík", "Pavlíku"), ("Švec", ""), ("Janda", "Jando"), ("Nedvěd", "Nedvěde"),
    ("Mareš", "Mareši"), ("Toman", "Tomane"), ("Hrdlička", "Hrdličko"), ("Čapek", "Čapku"),
    ("Strnad", "Strnade"), ("Bílek", "Bílku"), ("Kubát", "Kubáte"), ("Vávra", "Vávro"),
]
MEN_FIRST = ["Jiří", "Petr", "Jan", "Pavel", "Tomáš", "Martin", "Jaroslav", "Zdeněk", "Michal",
             "Václav", "David", "Ondřej", "Lukáš", "Radek", "Vojtěch", "Aleš", "Roman", "Filip",
             "Stanislav", "Libor", "Marek", "Daniel", "Hynek"]

WOMEN = ["Svobodová", "Němcová", "Pokorná", "Králová", "Jelínková", "Malá", "Krejčí",
         "Kratochvílová", "Šťastná", "Bartošová", "Vlčková", "Poláková", "Kopecká", "Ševčíková",
         "Hrubá", "Konečná", "Holubová", "Štěpánková", "Burešová", "Soukupová", "Matoušková",
         "Říhová", "Tichá", "Vacková", "Žáková", "Jandová", "Moravcová", "Čechová", "Sýkorová",
         "Ptáčková", "Vondrová", "Machová", "Vítková", "Kolářová", "Nováčková", "Hlaváčová",
         "Vašková", "Bendová", "Sobotková", "Kubíčková", "Zelenková", "Havelková"]
WOMEN_FIRST = ["Jana", "Eva", "Hana", "Lenka", "Kateřina", "Lucie", "Věra", "Alena", "Petra",
               "Veronika", "Martina", "Tereza", "Michaela", "Zuzana", "Ivana", "Monika", "Šárka",
               "Markéta", "Barbora"]

# (first name, surname, form of address in Czech or "")
FOREIGN = {
    "DE": [("Stefan", "Huber", ""), ("Katrin", "Vogel", ""), ("Jürgen", "Weiß", ""),
           ("Andreas", "Köhler", ""), ("Sabine", "Lindner", ""), ("Markus", "Brunner", "")],
    "SK": [("Marek", "Hudák", ""), ("Zuzana", "Kováčová", "paní Kováčová"),
           ("Peter", "Baláž", ""), ("Lucia", "Oravcová", "paní Oravcová")],
    "AT": [("Thomas", "Gruber", ""), ("Elisabeth", "Steiner", "")],
    "PL": [("Agnieszka", "Wójcik", ""), ("Paweł", "Zieliński", "")],
}

# key -> (position of a man, position of a woman, level)
POSITIONS = {
    "owner": ("jednatel a spolumajitel", "jednatelka a spolumajitelka", "owner"),
    "ceo": ("generální ředitel", "generální ředitelka", "executive"),
    "cfo": ("finanční ředitel", "finanční ředitelka", "executive"),
    "plant": ("ředitel závodu", "ředitelka závodu", "director"),
    "supply": ("ředitel nákupu", "ředitelka nákupu", "director"),
    "buy": ("vedoucí nákupu", "vedoucí nákupu", "manager"),
    "logistics": ("vedoucí logistiky", "vedoucí logistiky", "manager"),
    "quality": ("vedoucí kvality", "vedoucí kvality", "manager"),
    "production": ("vedoucí výroby", "vedoucí výroby", "manager"),
    "packaging": ("technolog balení", "technoložka balení", "specialist"),
    "buyer": ("nákupčí", "nákupčí", "specialist"),
    "design": ("konstruktér", "konstruktérka", "specialist"),
    "store": ("skladník", "skladnice", "user"),
    "office": ("referent nákupu", "referentka nákupu", "user"),
}

# Who we know where: `m`/`w` and a position. A trailing `-` means the person has left.
STAFF = {
    "K001": "m:plant w:supply m:buy m:logistics w:quality m:packaging w:buyer w:office",
    "K002": "m:ceo w:cfo m:supply m:design w:quality m:buyer",
    "K003": "m:ceo w:buy- m:logistics m:design w:office",
    "K004": "m:owner w:buy m:logistics w:quality w:office",
    "K005": "w:ceo m:supply w:cfo",
    "K006": "m:plant w:buy m:production w:quality",
    "K007": "w:plant m:logistics w:buyer",
    "K008": "w:ceo m:quality w:buy m:design",
    "K009": "m:owner w:buyer",
    "K012": "m:ceo w:buy m:packaging m:logistics",
    "K013": "m:owner w:buy m:quality",
    "K017": "w:ceo m:buy m:design",
    "K018": "m:plant m:buy w:office",
    "K019": "m:supply w:buyer m:quality m:logistics",
    "K029": "w:supply m:logistics w:buyer",
}
USUAL_STAFF = ["m:owner w:buyer", "w:buy m:production", "m:buy w:office", "w:owner m:logistics",
               "m:plant w:buyer", "m:ceo w:buy"]

# Domains of the .example tree and phone numbers that cannot ring anybody: see README.md.
PHONES = {
    "CZ": ("+420 300 000 {:03d}", "+420 610 000 {:03d}"),
    "SK": ("+421 2 0000 0{:03d}", "+421 2 0000 0{:03d}"),
    "DE": ("+49 89 99998 {:03d}", "+49 30 23125 {:03d}"),
    "AT": ("+43 1 0000 {:03d}", "+43 1 0000 {:03d}"),
    "PL": ("+48 00 000 0{:03d}", "+48 00 000 0{:03d}"),
}
LANGUAGES = {"CZ": "cs", "SK": "sk", "DE": "de", "AT": "de", "PL": "pl"}
