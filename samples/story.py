"""The invented world of the sample firm: people, clients, offerings and the shape of their trade.

Only declarations live here; generate.py turns them into files. Every firm, person, number and
address is invented. See README.md for the story and for how the identifiers were chosen.
"""

from dataclasses import dataclass

FIRST_MONTH = (2023, 11)
MONTHS = 36  # 2023-11 .. 2026-10, the last closed month before the day of the story, 2026-11-23

FIRM_DOMAIN = "melechov-obaly.example"

OWNER = "karel.dvoracek"
HEAD = "lenka.vrbova"
KALINA = "martin.kalina"
SIMACKOVA = "petra.simackova"
HRUSKA = "tomas.hruska"
MAREK = "josef.marek"
POKORNA = "alena.pokorna"

# (login, full name, department code, roles, hourly cost, weekly hours on care, capacity points)
USERS = [
    (OWNER, "Ing. Karel Dvořáček", "VED", ["owner", "admin"], 1400, 4, 6),
    (HEAD, "Ing. Lenka Vrbová", "OBCH", ["head_of_accounts"], 900, 14, 12),
    (KALINA, "Martin Kalina", "OBCH", ["account_manager"], 650, 34, 30),
    (SIMACKOVA, "Bc. Petra Šimáčková", "OBCH", ["account_manager"], 650, 34, 30),
    (HRUSKA, "Mgr. Tomáš Hruška", "OBCH", ["account_manager"], 600, 28, 24),
    (MAREK, "Josef Marek", "VYR", ["colleague"], 550, 4, 0),
    (POKORNA, "Ing. Alena Pokorná", "FIN", ["analyst"], 600, 2, 0),
]

# (code, name, kind, login of the lead)
DEPARTMENTS = [
    ("VED", "Vedení", "other", OWNER),
    ("OBCH", "Obchod a péče o klienty", "sales", HEAD),
    ("VYR", "Výroba", "production", MAREK),
    ("EXP", "Expedice a sklad", "delivery", MAREK),
    ("FIN", "Finance", "finance", POKORNA),
]

FIXED_MONTHLY_COSTS = 3_720_000
CASH_RESERVE = 2_400_000

# (code, name, kind)
FAMILIES = [
    ("KRA", "Krabice a kartonáž", "product"),
    ("VYP", "Výplně, mřížky a proložky", "product"),
    ("DRE", "Dřevěné obaly a palety", "product"),
    ("FOL", "Fólie a ochrana proti korozi", "product"),
    ("VRA", "Vratné obaly", "product"),
    ("SLU", "Návrh, zkoušky a logistické služby", "service"),
]

# (code, name, unit, list price in CZK, order step)
OFFERINGS = [
    ("KRA-101", "Klopová krabice 3VL 300×200×200", "ks", "9.40", 100),
    ("KRA-102", "Klopová krabice 3VL 400×300×300", "ks", "14.80", 100),
    ("KRA-103", "Klopová krabice 5VL 600×400×400", "ks", "38.50", 50),
    ("KRA-104", "Klopová krabice 5VL 800×600×600", "ks", "71.00", 25),
    ("KRA-105", "Výsekový obal s potiskem, malý", "ks", "12.65", 250),
    ("KRA-106", "Výsekový obal s potiskem, velký", "ks", "19.25", 250),
    ("KRA-107", "Zásilková krabice s lepicím proužkem", "ks", "11.90", 100),
    ("KRA-108", "Paletový box 7VL s víkem 1200×800", "ks", "412.00", 5),
    ("KRA-109", "Obal na láhve s přepážkami", "ks", "23.40", 100),
    ("KRA-110", "Krabice na potraviny s bariérou", "ks", "16.70", 100),
    ("KRA-111", "Prodejní stojan z lepenky", "ks", "186.00", 10),
    ("KRA-112", "Antistatická krabice ESD", "ks", "44.00", 50),
    ("VYP-201", "Proložka z lepenky 1200×800", "ks", "13.20", 100),
    ("VYP-202", "Mřížka 12 buněk", "ks", "8.95", 100),
    ("VYP-203", "Mřížka 24 buněk", "ks", "13.60", 100),
    ("VYP-204", "Pěnový výřez PE, 2 vrstvy", "ks", "64.00", 20),
    ("VYP-205", "Pěnový výřez PE, 4 vrstvy", "ks", "118.00", 20),
    ("VYP-206", "Antistatický pěnový výřez", "ks", "152.00", 10),
    ("VYP-207", "Voštinová deska 1200×800", "ks", "84.00", 20),
    ("VYP-208", "Ochranná hrana 50×50×3", "m", "6.85", 100),
    ("VYP-209", "Papírová výplň", "role", "690.00", 1),
    ("VYP-210", "Vzduchové polštářky", "role", "820.00", 1),
    ("DRE-301", "Atypická paleta 1200×1000", "ks", "395.00", 10),
    ("DRE-302", "Jednorázová paleta 800×600", "ks", "168.00", 20),
    ("DRE-303", "Skládací překližková bedna", "ks", "1480.00", 2),
    ("DRE-304", "Bedna na stroj do 1 t", "ks", "3950.00", 1),
    ("DRE-305", "Bedna na stroj do 3 t", "ks", "7800.00", 1),
    ("DRE-306", "Ohrada na paletu EUR", "ks", "520.00", 5),
    ("DRE-307", "Hranol ošetřený podle ISPM 15", "m", "78.00", 20),
    ("DRE-308", "Paletové víko", "ks", "145.00", 20),
    ("DRE-309", "Kabelový buben", "ks", "1260.00", 2),
    ("DRE-310", "Laťová klec na odlitky", "ks", "640.00", 5),
    ("FOL-401", "Ruční průtažná fólie", "role", "138.00", 6),
    ("FOL-402", "Strojní průtažná fólie", "role", "1090.00", 2),
    ("FOL-403", "Smršťovací fólie", "role", "1850.00", 1),
    ("FOL-404", "Sáček VCI 300×400", "ks", "7.90", 250),
    ("FOL-405", "Sáček VCI 600×800", "ks", "24.60", 100),
    ("FOL-406", "Fólie VCI", "role", "2900.00", 1),
    ("FOL-407", "Bublinková fólie", "role", "560.00", 2),
    ("FOL-408", "Bariérový hliníkový vak", "ks", "185.00", 10),
    ("FOL-409", "Lepicí páska s potiskem", "ks", "29.50", 36),
    ("FOL-410", "Vázací páska PET", "role", "690.00", 2),
    ("VRA-501", "Upravená přepravka 400×300", "ks", "212.00", 10),
    ("VRA-502", "Upravená přepravka 600×400", "ks", "318.00", 10),
    ("VRA-503", "Plastová proložka PP", "ks", "68.00", 20),
    ("VRA-504", "Skládací vratný box 1200×1000", "ks", "2950.00", 1),
    ("VRA-505", "Textilní vložka do přepravky", "ks", "430.00", 5),
    ("VRA-506", "Rám na lisované díly", "ks", "6400.00", 1),
    ("VRA-507", "Víko přepravky", "ks", "74.00", 20),
    ("VRA-508", "Držák etikety", "ks", "12.40", 50),
    ("VRA-509", "Přepravka na pečivo", "ks", "139.00", 10),
    ("SLU-601", "Konstrukční návrh obalu", "hod", "890.00", 1),
    ("SLU-602", "Pádová a vibrační zkouška", "zkouška", "9500.00", 1),
    ("SLU-603", "Výsekový nástroj", "ks", "14800.00", 1),
    ("SLU-604", "Konsignační sklad", "měsíc", "6500.00", 1),
    ("SLU-605", "Pravidelný závoz kanban", "závoz", "1350.00", 1),
    ("SLU-606", "Příplatek za expresní výrobu", "zakázka", "3200.00", 1),
    ("SLU-607", "Pronájem vratných obalů", "ks/měsíc", "18.50", 50),
    ("SLU-608", "Balení na zakázku", "hod", "420.00", 1),
    ("SLU-609", "Školení správného balení", "den", "7800.00", 1),
]

# Share of a year in each calendar month, January first; each row adds up to 1200.
SEASONS = {
    "industry": [92, 98, 106, 103, 101, 102, 88, 84, 108, 112, 110, 96],
    "summer": [70, 75, 90, 110, 130, 140, 140, 125, 95, 80, 70, 75],
    "christmas": [45, 50, 60, 65, 70, 75, 85, 110, 150, 180, 190, 120],
    "spring": [90, 130, 160, 150, 125, 95, 75, 70, 80, 80, 75, 70],
    "autumn": [60, 60, 70, 75, 80, 85, 95, 120, 165, 170, 130, 90],
    "food": [95, 93, 100, 102, 98, 96, 94, 94, 101, 106, 110, 111],
}


@dataclass(frozen=True)
class Client:
    """One client firm: who it is, and the shape of its trade with us.

    revenue: yearly pace in thousands of CZK, in each of the three years that end with October.
    margin: per mille of revenue left after direct costs, in each of the three years.
    orders: tenths of an order per month. lines: the usual number of lines of an order.
    goods: offering codes, the most bought first; `@YYYY-MM` bought since, `<YYYY-MM` until.
    care: (tenths of an hour per month, visits per year, service events per year, cost of one).
    credits: credit notes per thousand orders. fade: per mille of the usual trade in given months.
    """

    code: str
    name: str
    legal_form: str
    nace: str
    size: str
    street: str
    city: str
    postal_code: str
    since: str
    description: str
    revenue: tuple
    margin: tuple
    season: str
    orders: int
    lines: int
    goods: str
    care: tuple
    lead: str
    domain: str
    legal_name: str = ""
    country: str = "CZ"
    parent: str = ""
    lifecycle: str = "active"
    terms: int = 30
    credits: int = 16
    starts: str = ""
    ends: str = ""
    fade: tuple = ()
    left_on: str = ""
    leave_reason: str = ""
    neglected_since: str = ""  # our own care dries up here, before the client's orders do


CLIENTS = [
    Client("K001", "Trasima Automotive", "s.r.o.", "29.32", "large", "Průmyslová 1840", "Humpolec",
           "39601", "2011-03-01",
           "Plastové díly interiérů pro automobilky. Náš největší odběratel: sériové obaly "
           "a vratné přepravky pro čtyři výrobní linky, závozy každý druhý den.",
           (33500, 39000, 46500), (352, 347, 341), "industry", 92, 3,
           "VRA-502 KRA-103 VYP-203 VRA-506 KRA-108 FOL-404 VYP-201 VRA-503 SLU-604 SLU-605 "
           "SLU-607@2024-06 VYP-204", (380, 20, 14, 9000), SIMACKOVA, "trasima", terms=60),
    Client("K002", "Akuverna Energy", "s.r.o.", "27.20", "medium", "Tuřanka 1519", "Brno",
           "62700", "2022-09-01",
           "Bateriová úložiště pro firmy. Za tři roky ztrojnásobili odběr, začali bednami "
           "a dnes berou i antistatické výplně a vratné boxy. Chtějí stavět druhou halu.",
           (3700, 7300, 13400), (395, 392, 388), "industry", 30, 2,
           "DRE-304 VYP-206 KRA-112@2024-09 VRA-504@2025-03 DRE-303 FOL-408@2025-01 KRA-108 "
           "SLU-601 SLU-602@2025-05 SLU-603", (130, 10, 3, 6000), KALINA, "akuverna", terms=30),
    Client("K003", "Strojírny Zálabí", "a.s.", "28.29", "large", "Zálabská 1264", "Kolín",
           "28002", "2009-05-01",
           "Balicí stroje a dopravníky na vývoz. Dlouhá léta druhý největší klient.",
           (11800, 11000, 8900), (352, 345, 338), "industry", 45, 2,
           "DRE-304 DRE-305 FOL-406<2026-03 KRA-108<2026-06 DRE-307 VYP-207<2025-12 "
           "SLU-606<2025-10 FOL-402 VYP-208<2026-02 SLU-601<2025-06",
           (90, 5, 3, 7000), KALINA, "strojirny-zalabi", terms=45,
           fade=(("2026-01", 850), ("2026-02", 760), ("2026-03", 660), ("2026-04", 560),
                 ("2026-05", 470), ("2026-06", 380), ("2026-07", 260), ("2026-08", 190),
                 ("2026-09", 120), ("2026-10", 0)), neglected_since="2025-09"),
    Client("K004", "Nábytek Rokštejn", "s.r.o.", "31.09", "medium", "Kněžická 540", "Brtnice",
           "58832", "2019-02-01",
           "Nábytek prodávaný přes internet. Časté reklamace, změny zadání na poslední chvíli "
           "a expresní závozy; cenu každý rok stlačí.",
           (5200, 5800, 6100), (205, 172, 138), "autumn", 75, 2,
           "KRA-104 VYP-208 KRA-107 FOL-407 VYP-209 FOL-409 DRE-302 SLU-606 VYP-207",
           (430, 26, 66, 9800), KALINA, "nabytek-rokstejn", terms=60, credits=110,
           lifecycle="at_risk"),
    Client("K005", "Sedmihora Holding", "a.s.", "70.10", "medium", "Na Strži 1702", "Praha",
           "14000", "2014-01-01",
           "Mateřská společnost potravinářské skupiny. Centrální nákup vyjednává ceny a podmínky "
           "pro mlékárny i pekárny.",
           (900, 950, 980), (380, 378, 376), "food", 8, 2,
           "KRA-111 SLU-601 SLU-603 KRA-106 SLU-609", (60, 6, 0, 0), HEAD, "sedmihora",
           terms=60),
    Client("K006", "Sedmihora Mlékárny", "s.r.o.", "10.51", "large", "Resslova 603", "Hlinsko",
           "53901", "2014-01-01",
           "Mlékárna skupiny Sedmihora: jogurty a sýry, přepravní a prodejní obaly.",
           (6400, 6900, 7300), (345, 342, 340), "food", 35, 2,
           "KRA-110 VYP-201 FOL-402 KRA-111 FOL-403 VRA-501 SLU-604", (110, 8, 5, 6000),
           SIMACKOVA, "mlekarny.sedmihora", parent="K005", terms=60),
    Client("K007", "Sedmihora Pekárny", "s.r.o.", "10.71", "medium", "Hradecká 545", "Pardubice",
           "53009", "2016-04-01",
           "Pekárny skupiny Sedmihora: vratné přepravky na pečivo a potravinářské krabice.",
           (3600, 3900, 4300), (352, 350, 348), "food", 26, 2,
           "VRA-509 KRA-110 KRA-105 FOL-401 FOL-409 VRA-507", (60, 6, 3, 5000),
           SIMACKOVA, "pekarny.sedmihora", parent="K005", terms=60),
    Client("K008", "Kardialis", "s.r.o.", "32.50", "medium", "Vídeňská 297", "Brno", "63900",
           "2026-05-04",
           "Zdravotnická technika, kardiologické přístroje. Nový klient od května 2026, přišel na "
           "doporučení firmy Mirotin Optik; přísné požadavky na čistotu a dokumentaci.",
           (0, 0, 2700), (0, 0, 425), "industry", 30, 2,
           "VYP-206 KRA-112 FOL-408 VYP-205 SLU-602 SLU-601", (180, 16, 2, 5000),
           SIMACKOVA, "kardialis", lifecycle="onboarding", starts="2026-05"),
    Client("K009", "Křišťál Bělá", "s.r.o.", "23.13", "medium", "Sklářská 88", "Kamenický Šenov",
           "47114", "2012-08-01",
           "Užitkové sklo. Odešli v červnu 2025 k levnějšímu dodavateli po druhém zdražení bez "
           "předchozí schůzky; poučení: o ceně mluvit dřív, než přijde faktura.",
           (5200, 4700, 0), (332, 318, 300), "christmas", 24, 2,
           "VYP-202 KRA-109 VYP-203 KRA-102 DRE-301 FOL-401", (50, 4, 5, 6000),
           KALINA, "kristal-bela", lifecycle="former", ends="2025-06",
           fade=(("2025-02", 800), ("2025-03", 700), ("2025-04", 500), ("2025-05", 350),
                 ("2025-06", 200)), left_on="2025-06-30", leave_reason="price"),
    Client("K010", "Pivovar Havraní Hora", "s.r.o.", "11.05", "small", "Pivovarská 31", "Polná",
           "58813", "2017-03-01", "Regionální pivovar, dárková balení a přepravní kartony.",
           (2900, 3000, 3150), (330, 332, 331), "summer", 20, 2,
           "KRA-109 KRA-105 VYP-201 FOL-402 KRA-111 DRE-302", (20, 3, 1, 4000), KALINA,
           "havrani-hora"),
    Client("K011", "Slévárna Bystrá", "s.r.o.", "24.51", "medium", "Strojírenská 409",
           "Žďár nad Sázavou", "59101", "2010-10-01",
           "Odlitky ze šedé litiny, laťové klece a ochrana proti korozi.",
           (3800, 3700, 3850), (312, 308, 310), "industry", 20, 2,
           "DRE-310 FOL-405 DRE-301 FOL-410 VYP-208 VRA-502 SLU-605", (30, 4, 2, 5000), KALINA,
           "slevarna-bystra"),
    Client("K012", "Hydropumpy Vilémov", "a.s.", "28.13", "large", "Nádražní 377",
           "Golčův Jeníkov", "58282", "2008-06-01",
           "Čerpadla pro vodárny. Stabilní partner s ročním rámcem a společným plánem úspor.",
           (5700, 6000, 6300), (362, 361, 360), "industry", 26, 3,
           "DRE-304 FOL-406 VYP-205 KRA-104 DRE-301 SLU-601 SLU-602 VRA-504", (80, 8, 2, 6000),
           KALINA, "hydropumpy-vilemov", terms=45),
    Client("K013", "Plošek Elektronika", "s.r.o.", "26.12", "medium", "Třebíčská 1540",
           "Velké Meziříčí", "59401", "2020-01-01",
           "Osazování desek plošných spojů, antistatické obaly.",
           (2600, 3100, 3500), (412, 410, 410), "industry", 22, 2,
           "VYP-206 KRA-112 VRA-501 VRA-505 FOL-408 SLU-601", (30, 4, 1, 4000), KALINA,
           "plosek-elektronika"),
    Client("K014", "Hračky Klapík", "s.r.o.", "32.40", "small", "Žďárského 186", "Třebíč", "67401",
           "2018-09-01", "Dřevěné hračky, dárkové krabičky s potiskem.",
           (1500, 1550, 1600), (372, 370, 370), "christmas", 14, 2,
           "KRA-105 KRA-107 VYP-209 KRA-111", (10, 2, 1, 3000), HRUSKA, "hracky-klapik"),
    Client("K015", "Semenářství Jarovnice", "s.r.o.", "46.21", "small", "Píšťovy 820", "Chrudim",
           "53701", "2015-02-01", "Osiva a cibuloviny, sezona od ledna do května.",
           (1100, 1150, 1200), (360, 360, 362), "spring", 11, 2,
           "KRA-107 KRA-101 FOL-409 KRA-111", (8, 2, 0, 0), HRUSKA, "jarovnice"),
    Client("K016", "Keramika Lesnov", "s.r.o.", "23.41", "small", "Nádražní 214",
           "Kamenice nad Lipou", "39470", "2013-05-01", "Užitková keramika a kachle.",
           (1700, 1650, 1600), (332, 330, 326), "autumn", 13, 2,
           "VYP-202 KRA-102 DRE-301 FOL-407 VYP-209", (15, 2, 2, 3500), KALINA,
           "keramika-lesnov"),
    Client("K017", "Mirotin Optik", "s.r.o.", "26.70", "medium", "Polní 2410", "Přerov",
           "75002", "2018-01-01",
           "Optické přístroje; spokojený klient, doporučil nás firmě Kardialis.",
           (2100, 2300, 2600), (428, 430, 432), "industry", 15, 2,
           "VYP-205 VYP-206 KRA-112 DRE-303 SLU-602 FOL-408", (40, 5, 1, 4000), KALINA,
           "mirotin-optik"),
    Client("K018", "Agrotechnika Svidna", "s.r.o.", "28.30", "medium", "Myslotínská 1960",
           "Pelhřimov", "39301", "2012-11-01", "Secí stroje a náhradní díly.",
           (4300, 4100, 4400), (322, 318, 320), "spring", 21, 2,
           "DRE-305 DRE-306 KRA-103 FOL-405 FOL-410 VYP-208 VYP-207", (40, 4, 2, 6000), KALINA,
           "agrotechnika-svidna", terms=45),
    Client("K019", "Brandtner Fahrzeugteile", "GmbH", "29.32", "large", "Siemensweg 214",
           "Regensburg", "93055", "2018-05-01",
           "Díly brzdových soustav, Bavorsko. Náročná kvalita, přesné termíny.",
           (5200, 5600, 6300), (302, 300, 301), "industry", 26, 2,
           "VRA-504 VYP-204 VRA-502 FOL-405 KRA-108 SLU-607", (110, 9, 3, 9000), SIMACKOVA,
           "brandtner", country="DE", terms=45),
    Client("K020", "Oberlech Messtechnik", "GmbH", "26.51", "medium", "Ulmer Weg 317",
           "Augsburg", "86156", "2021-03-01", "Měřicí přístroje.",
           (1900, 2000, 2300), (402, 400, 400), "industry", 13, 2,
           "VYP-205 VYP-206 DRE-303 KRA-104 SLU-602", (50, 3, 1, 6000), SIMACKOVA,
           "oberlech", country="DE"),
    Client("K021", "Považan Komponenty", "s.r.o.", "25.62", "medium", "Robotnícka 902",
           "Považská Bystrica", "01701", "2015-09-01", "Obráběné díly pro strojírenství.",
           (3300, 3200, 3400), (302, 300, 298), "industry", 17, 2,
           "FOL-404 VRA-501 VYP-203 DRE-301 FOL-402", (40, 4, 2, 6000), SIMACKOVA, "povazan",
           country="SK", terms=45),
    Client("K022", "Nitravia Foods", "s.r.o.", "10.82", "medium", "Dolnozoborská 75", "Nitra",
           "94901", "2019-06-01", "Cukrovinky a čokoláda.",
           (2200, 2400, 2500), (322, 320, 320), "christmas", 14, 2,
           "KRA-110 KRA-106 KRA-111 VYP-201 FOL-403", (40, 3, 1, 5000), SIMACKOVA, "nitravia",
           country="SK"),
    Client("K023", "Zwettlauer Maschinenbau", "GmbH", "28.93", "medium", "Gewerbeweg 61",
           "Zwettl", "3910", "2016-10-01", "Stroje pro potravinářství, Dolní Rakousko.",
           (2700, 2900, 3100), (372, 370, 371), "industry", 13, 2,
           "DRE-305 DRE-304 FOL-406 VYP-207 DRE-307 SLU-601", (60, 5, 1, 7000), SIMACKOVA,
           "zwettlauer", country="AT"),
    Client("K024", "Meblodolina", "Sp. z o.o.", "31.02", "medium", "Wrocławska 254", "Kłodzko",
           "57-300", "2020-08-01", "Kuchyňský nábytek, Dolní Slezsko; odběr mírně klesá.",
           (1800, 1700, 1500), (278, 272, 268), "autumn", 12, 2,
           "KRA-104 VYP-208 FOL-407 DRE-302", (30, 2, 3, 5000), SIMACKOVA, "meblodolina",
           country="PL", terms=60),
    Client("K025", "Kovo Sedlatín", "s.r.o.", "25.11", "small", "Svojsíkova 1410", "Chotěboř",
           "58301", "2014-04-01", "Ocelové konstrukce a zábradlí.",
           (1400, 1450, 1500), (342, 340, 341), "industry", 10, 2,
           "DRE-302 DRE-307 FOL-402 VYP-208 KRA-103", (12, 2, 0, 0), KALINA, "kovo-sedlatin"),
    Client("K026", "Plastomora", "s.r.o.", "22.29", "medium", "Moravská 960", "Litomyšl",
           "57001", "2013-03-01", "Vstřikované plastové díly.",
           (3100, 3300, 3200), (332, 330, 328), "industry", 18, 2,
           "KRA-103 VRA-501 VYP-201 FOL-402 KRA-102 SLU-605", (25, 3, 1, 4000), KALINA,
           "plastomora"),
    Client("K027", "Svíčkárna Včelín", "s.r.o.", "32.99", "micro", "Slavatovská 94", "Telč",
           "58856", "2019-09-01", "Svíčky ze včelího vosku, vánoční sezona.",
           (900, 950, 1000), (380, 382, 380), "christmas", 11, 2,
           "KRA-105 KRA-107 VYP-209", (6, 1, 0, 0), HRUSKA, "vcelin"),
    Client("K028", "Likérka Kosov", "s.r.o.", "11.01", "small", "Vrchovská 730", "Čáslav", "28601",
           "2016-02-01", "Likéry a destiláty, dárková balení.",
           (1300, 1300, 1350), (352, 350, 350), "christmas", 12, 2,
           "KRA-109 KRA-106 VYP-202 KRA-111", (8, 2, 1, 3000), HRUSKA, "likerka-kosov"),
    Client("K029", "Sanovia Distribuce", "a.s.", "46.46", "large", "Kladská 1082",
           "Hradec Králové", "50003", "2017-07-01", "Velkoobchod s léčivy, zásilkové obaly.",
           (3900, 4100, 4300), (312, 311, 310), "food", 28, 2,
           "KRA-107 KRA-101 FOL-401 VYP-210 FOL-409 KRA-102", (40, 4, 2, 4000), SIMACKOVA,
           "sanovia", terms=45),
    Client("K030", "Zahradomil", "s.r.o.", "47.91", "small", "Chýnovská 2930", "Tábor", "39002",
           "2020-03-01", "Internetový obchod pro zahrádkáře.",
           (1900, 2100, 2300), (292, 290, 290), "spring", 19, 2,
           "KRA-107 KRA-103 VYP-209 FOL-409", (15, 1, 3, 2500), HRUSKA, "zahradomil"),
    Client("K031", "Textil Krajkov", "s.r.o.", "13.92", "small", "Olomoucká 1490", "Svitavy",
           "56802", "2011-10-01", "Bytový textil a krajky.",
           (1000, 900, 850), (332, 330, 328), "autumn", 8, 2,
           "KRA-101 KRA-102 FOL-401 FOL-409 VYP-209", (8, 1, 0, 0), KALINA, "textil-krajkov"),
    Client("K032", "Převodovky Stvořidla", "s.r.o.", "28.15", "medium", "Heroldovo nábřeží 460",
           "Ledeč nad Sázavou", "58401", "2015-05-01", "Převodovky a ozubená kola.",
           (2400, 2450, 2600), (362, 360, 361), "industry", 14, 2,
           "DRE-303 FOL-405 VYP-205 DRE-301 KRA-103 SLU-605", (25, 3, 1, 4000), KALINA,
           "prevodovky-stvoridla"),
    Client("K033", "Termosvrat", "s.r.o.", "25.21", "medium", "K Pernštejnu 1130",
           "Bystřice nad Pernštejnem", "59301", "2012-01-01", "Kotle a výměníky, podzimní sezona.",
           (2900, 2700, 2800), (342, 338, 340), "autumn", 15, 2,
           "DRE-301 KRA-108 VYP-207 VYP-208 FOL-403 SLU-605", (25, 3, 2, 4500), KALINA,
           "termosvrat"),
    Client("K034", "Kabelvaz", "s.r.o.", "27.32", "medium", "Jemnická 1270",
           "Moravské Budějovice", "67602", "2019-04-01", "Kabelové svazky.",
           (2300, 2600, 2900), (352, 350, 351), "industry", 18, 2,
           "DRE-309 KRA-103 VRA-501 VYP-203 SLU-604", (25, 3, 1, 4000), KALINA, "kabelvaz"),
    Client("K035", "Zrcadla Lukovka", "s.r.o.", "23.12", "small", "Jihlavská 340",
           "Luka nad Jihlavou", "58822", "2016-06-01", "Zrcadla a skleněné výplně.",
           (1100, 1150, 1150), (362, 360, 360), "industry", 9, 2,
           "DRE-303 VYP-204 VYP-208 KRA-104 FOL-407", (12, 2, 1, 3500), KALINA, "zrcadla-lukovka"),
    Client("K036", "Cykloverk", "s.r.o.", "30.92", "small", "Nečasova 720",
           "Nové Město na Moravě", "59231", "2017-10-01", "Jízdní kola a elektrokola.",
           (2600, 2200, 2300), (332, 328, 330), "spring", 13, 2,
           "KRA-104 VYP-208 FOL-407 VYP-204", (15, 3, 2, 3500), HRUSKA, "cykloverk"),
    Client("K037", "Moštárna Strýmka", "s.r.o.", "10.32", "micro", "Lidická 980", "Vlašim",
           "25801", "2018-08-01", "Mošty a ovocné šťávy.",
           (700, 750, 800), (342, 340, 340), "autumn", 8, 2,
           "KRA-109 KRA-106 FOL-403", (5, 1, 0, 0), HRUSKA, "mostarna-strymka"),
    Client("K038", "Tiskárna Pergameon", "s.r.o.", "18.12", "small", "Kosovská 1280", "Jihlava",
           "58601", "2010-02-01", "Ofsetový a digitální tisk.",
           (1200, 1150, 1100), (302, 300, 298), "industry", 13, 2,
           "KRA-101 VYP-201 FOL-401 KRA-102 DRE-302", (8, 1, 0, 0), KALINA, "pergameon"),
    Client("K039", "Sklolabor Posázaví", "s.r.o.", "23.19", "small", "Na Ostrově 640",
           "Havlíčkův Brod", "58001", "2014-11-01", "Laboratorní sklo.",
           (1600, 1700, 1750), (392, 390, 390), "industry", 13, 2,
           "VYP-202 VYP-203 KRA-102 VYP-204 DRE-301", (12, 2, 1, 3500), HRUSKA, "sklolabor"),
    Client("K040", "Dronera Systems", "s.r.o.", "30.30", "small", "Beranových 865", "Praha",
           "19900", "",
           "Průmyslové drony. Zájemce z veletrhu v říjnu 2026, čeká na návrh vratného kufru.",
           (0, 0, 0), (0, 0, 0), "industry", 0, 0, "", (0, 0, 0, 0), HRUSKA, "dronera",
           lifecycle="prospect"),
]

# Deputies and sponsors today. K002, the growing key client, has nobody: that is the point.
DEPUTIES = {
    "K001": KALINA, "K003": HRUSKA, "K004": HRUSKA, "K005": SIMACKOVA, "K006": HRUSKA,
    "K007": HRUSKA, "K008": KALINA, "K012": HRUSKA, "K013": SIMACKOVA, "K018": HRUSKA,
    "K019": KALINA, "K021": KALINA, "K023": KALINA, "K029": KALINA,
    "K017": SIMACKOVA, "K020": KALINA, "K022": KALINA,
}
SPONSORS = {"K001": OWNER, "K002": HEAD, "K005": OWNER, "K006": HEAD, "K012": HEAD, "K003": OWNER}

# Who led before whom: the head gave six clients to Kalina when she was promoted; Hruška came
# in February 2025 and took over the small ones. {code: (previous lead, first day of the next)}
HANDED_OVER = {
    **{code: (HEAD, "2024-07-01") for code in ("K003", "K010", "K011", "K012", "K033", "K038")},
    **{code: (KALINA, "2025-02-01")
       for code in ("K014", "K015", "K027", "K028", "K030", "K036", "K037", "K039")},
}

# (code, criterion, value, reason, author, day)
JUDGEMENTS = [
    ("K001", "potential", 35, "Odebírají od nás skoro vše; prostor jen u páté linky od roku 2027.",
     SIMACKOVA, "2026-09-14"),
    ("K001", "strategic", 95, "Bez nich nevytížíme linku vratných obalů; reference v celém oboru.",
     HEAD, "2026-09-14"),
    ("K002", "potential", 95, "Druhá hala v roce 2027, dnes máme asi třetinu jejich nákupu obalů.",
     KALINA, "2026-10-05"),
    ("K002", "strategic", 85, "Vstup do oboru úložišť energie, společný vývoj nehořlavé výplně.",
     HEAD, "2026-10-06"),
    ("K003", "potential", 60, "Podle plánu z jara 2025 měl přibýt vývoz do Polska.",
     KALINA, "2025-05-12"),
    ("K003", "strategic", 65, "Dlouholetý partner, velké bedny nikdo jiný v kraji neodebírá.",
     HEAD, "2025-05-19"),
    ("K004", "potential", 30, "Poroste jen, když přistoupíme na další slevu.",
     KALINA, "2026-06-22"),
    ("K004", "strategic", 15, "Jméno v oboru nám nepomáhá, kapacitu bere v sezoně jiným.",
     HEAD, "2026-06-24"),
    ("K005", "potential", 55, "Centrální nákup zvažuje jednoho dodavatele obalů pro celou skupinu.",
     HEAD, "2026-08-31"),
    ("K005", "strategic", 80, "Rozhoduje o podmínkách pro obě dcery.", HEAD, "2026-08-31"),
    ("K006", "potential", 60, "Nová linka na sýry, chtějí obal bez plastu.",
     SIMACKOVA, "2026-08-27"),
    ("K006", "strategic", 75, "Páteř skupiny Sedmihora, celoroční rovnoměrný odběr.",
     SIMACKOVA, "2026-08-27"),
    ("K007", "potential", 55, "Otevírají dva rozvozové sklady.", SIMACKOVA, "2026-08-28"),
    ("K007", "strategic", 60, "Součást skupiny Sedmihora.", SIMACKOVA, "2026-08-28"),
    ("K008", "potential", 80, "Zkušební série se povedla, v roce 2027 chtějí převést celý vývoz.",
     SIMACKOVA, "2026-10-12"),
    ("K008", "strategic", 70, "První klient ve zdravotnictví, certifikace otevře další.",
     HEAD, "2026-10-13"),
    ("K012", "potential", 50, "Máme asi 60 % jejich obalů, zbytek vyrábějí sami.",
     KALINA, "2026-04-20"),
    ("K012", "strategic", 75, "Společný plán úspor, zveme je jako referenci.", HEAD, "2026-04-22"),
    ("K013", "potential", 65, "Přidávají směnu, zvažují vratné antistatické přepravky.",
     KALINA, "2026-03-09"),
    ("K013", "strategic", 55, "Dobrá vizitka pro elektroniku.", KALINA, "2026-03-09"),
    ("K017", "potential", 60, "Nová řada přístrojů pro vývoz do Asie.", KALINA, "2026-05-18"),
    ("K017", "strategic", 60, "Doporučují nás dál, přivedli Kardialis.", HEAD, "2026-05-20"),
    ("K018", "potential", 40, "Trh se secími stroji stojí.", KALINA, "2025-10-06"),
    ("K018", "strategic", 40, "Solidní, ale nahraditelný odběr.", KALINA, "2025-10-06"),
    ("K019", "potential", 65, "Nabídli nám druhý závod u Landshutu.", SIMACKOVA, "2026-07-13"),
    ("K019", "strategic", 70, "Vlajková loď vývozu do Německa.", HEAD, "2026-07-15"),
    ("K023", "potential", 45, "Jeden velký projekt ročně.", SIMACKOVA, "2026-02-16"),
    ("K023", "strategic", 50, "Jediný klient v Rakousku.", SIMACKOVA, "2026-02-16"),
    ("K029", "potential", 35, "Tlačí na cenu, soutěží každé dva roky.", SIMACKOVA, "2026-09-21"),
    ("K029", "strategic", 45, "Celoroční objem, drží vytížení výseku.", SIMACKOVA, "2026-09-21"),
]

# Won clients: what winning them cost us. (code, day, amount, note)
ACQUISITION = [
    ("K008", "2026-02-18", 46000, "Vzorky a zkoušky pro výběrové řízení"),
    ("K008", "2026-04-09", 38500, "Návrh obalů a příprava nabídky"),
    ("K040", "2026-10-15", 27500, "Veletrh, první návrh"),
]

# The price of care that no single visit explains. (code, day, amount, note)
CARE = [
    ("K001", "2024-06-13", 24000, "Den dodavatelů, příprava"),
    ("K001", "2025-06-12", 26500, "Den dodavatelů, příprava"),
    ("K001", "2026-06-11", 28000, "Den dodavatelů, příprava"),
    ("K002", "2026-09-17", 12500, "Společná dílna k nehořlavé výplni"),
    ("K005", "2026-03-19", 14000, "Roční hodnocení skupiny"),
    ("K012", "2025-10-09", 9000, "Dílna úspor balení"),
    ("K012", "2026-10-08", 9500, "Dílna úspor balení"),
    ("K019", "2025-11-20", 31000, "Audit kvality u klienta"),
    ("K017", "2026-05-20", 4500, "Poděkování za doporučení"),
]

# Monthly EUR/CZK, thousandths, from 2023-11 to 2026-11. Plausible, not official.
EUR_RATES = [24480, 24520, 24730, 25210, 25290, 25270, 24850, 24780, 25270, 25180, 25100, 25280,
             25300, 25140, 25120, 25080, 25010, 25030, 24930, 24810, 24660, 24520, 24370, 24310,
             24210, 24250, 24290, 24330, 24270, 24380, 24410, 24360, 24320, 24400, 24450, 24380,
             24360]
