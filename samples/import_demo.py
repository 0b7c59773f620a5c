"""Two small files as a Czech accountant would send them, for trying the import wizard.

They are independent of the sample firm: ten other invented clients and thirty invoice lines,
three of them broken on purpose. generate.py writes them in windows-1250 with semicolons.
"""

from identifiers import numbers_of

# (code, name, street, city, postal code, country, contact, position, terms, since, note)
CLIENTS = [
    ("10001", "Pekárna Zlatoklas s.r.o.", "Dolní 12", "Pelhřimov", "393 01", "CZ",
     "Ivana Čápová", "jednatelka", 14, "3. 2. 2015", "Volat dopoledne; odpoledne pečou"),
    ("10002", "Kovárna Oudoleň s.r.o.", "Oudoleň 91", "Oudoleň", "582 24", "CZ",
     "Miloš Řezáč", "majitel", 30, "15. 9. 2018", ""),
    ("10003", "Medárna Rudkov s.r.o.", "Lipová 7", "Jihlava", "586 01", "CZ",
     "Žaneta Křížová", "nákupčí", 30, "1. 4. 2019", "Značka „Lípa“, sezona od června"),
    ("10004", "Bezinkov sirupy s.r.o.", "U Potoka 44", "Žďár nad Sázavou", "591 01", "CZ",
     "Ing. Otakar Šín", "vedoucí nákupu", 30, "22. 5. 2020", ""),
    ("10005", "Filtrix Mírovka s.r.o.", "Mírovka 103", "Havlíčkův Brod", "580 01", "CZ",
     "Ing. Dagmar Ježková", "ředitelka nákupu", 45, "7. 1. 2013", "Největší odběratel"),
    ("10006", "Huť Karlinka s.r.o.", "Sklářská 5", "Světlá nad Sázavou", "582 91", "CZ",
     "Bedřich Žitný", "vedoucí skladu", 30, "11. 11. 2016", ""),
    ("10007", "Nářadí Hrbov s.r.o.", "Hrbov 26", "Velké Meziříčí", "594 01", "CZ",
     "Pavla Ďurišová", "jednatelka", 30, "30. 6. 2017", ""),
    ("10008", "Sešity Doupětín s.r.o.", "Papírenská 18", "Telč", "588 56", "CZ",
     "Kryštof Úlehla", "nákupčí", 30, "2. 1. 2021", "Chce fakturu e-mailem"),
    ("10009", "Mydlárna Šeříkov s.r.o.", "Na Výsluní 3", "Třebíč", "674 01", "CZ",
     "Růžena Óndrová", "majitelka", 14, "18. 3. 2022", ""),
    ("10010", "Záhorplast s.r.o.", "Továrenská 60", "Senica", "905 01", "SK",
     "Ľubomír Čierny", "vedúci nákupu", 30, "5. 10. 2020", "Faktury v eurech"),
]

# (code, description, unit)
GOODS = {
    "T-01": ("Krabice 300×200", "ks"),
    "T-02": ("Krabice 400×300, potisk", "ks"),
    "T-03": ("Paleta 1200×800", "ks"),
    "T-04": ("Průtažná fólie", "role"),
    "S-01": ("Doprava", "jízda"),
}

# (document, line, issued, supplied, client, goods, quantity, price, amount, currency, kind)
# Amounts are written as people write them; the lines marked in the last column are broken.
LINES = [
    ("260801", 1, "5. 8. 2026", "5. 8. 2026", "10005", "T-01", "4 000", "8,40", "33 600,00", ""),
    ("260801", 2, "5. 8. 2026", "5. 8. 2026", "10005", "T-03", "60", "265,00", "15 900,00", ""),
    ("260802", 1, "7. 8. 2026", "6. 8. 2026", "10001", "T-02", "500", "14,25", "7 125,00", ""),
    ("260803", 1, "12.8.2026", "12.8.2026", "10003", "T-01", "1 200", "9,10", "10 920,00", ""),
    ("260803", 2, "12.8.2026", "12.8.2026", "10003", "T-04", "12", "138,50", "1 662,00", ""),
    ("260804", 1, "19. 8. 2026", "18. 8. 2026", "10005", "T-01", "4 500", "8,40", "37 800,00", ""),
    ("260805", 1, "25. 8. 2026", "25. 8. 2026", "10010", "T-02", "800", "0,5875", "470,00", "EUR"),
    ("260806", 1, "31. 8. 2026", "31. 8. 2026", "10006", "T-03", "20", "272,00", "5 440,00", ""),
    ("260901", 1, "2. 9. 2026", "31. 8. 2026", "10005", "T-03", "80", "265,00", "21 200,00", ""),
    ("260902", 1, "4. 9. 2026", "4. 9. 2026", "10002", "T-03", "15", "272,00", "4 080,00", ""),
    ("260902", 2, "4. 9. 2026", "4. 9. 2026", "10002", "S-01", "1", "1 450,00", "1 450,00", ""),
    ("260903", 1, "9. 9. 2026", "9. 9. 2026", "10004", "T-01", "2 000", "9,10", "18 200,00", ""),
    ("260904", 1, "14. 9. 2026", "14. 9. 2026", "10005", "T-01", "5 000", "8,40", "42 000,00", ""),
    ("260905", 1, "17. 9. 2026", "17. 9. 2026", "10007", "T-02", "650", "14,25", "9 262,50", ""),
    ("260906", 1, "31. 9. 2026", "31. 9. 2026", "10008", "T-01", "900", "9,10", "8 190,00", ""),
    ("260907", 1, "24. 9. 2026", "24. 9. 2026", "10010", "T-01", "1 500", "0,3742", "561,30",
     "EUR"),
    ("260908", 1, "29. 9. 2026", "29. 9. 2026", "10009", "T-02", "300", "14,75", "4 425,00", ""),
    ("261001", 1, "2. 10. 2026", "30. 9. 2026", "10005", "T-04", "48", "131,00", "6 288,00", ""),
    ("261002", 1, "6. 10. 2026", "6. 10. 2026", "10001", "T-02", "700", "14,25", "9 975,00", ""),
    ("261003", 1, "8. 10. 2026", "8. 10. 2026", "10003", "T-01", "1 400", "9,10", "12 74O,00",
     ""),
    ("261004", 1, "12. 10. 2026", "12. 10. 2026", "10005", "T-01", "5 500", "8,40", "46 200,00",
     ""),
    ("261004", 2, "12. 10. 2026", "12. 10. 2026", "10005", "T-03", "90", "265,00", "23 850,00",
     ""),
    ("261005", 1, "13. 10. 2026", "13. 10. 2026", "", "T-04", "6", "138,50", "831,00", ""),
    ("261006", 1, "15. 10. 2026", "15. 10. 2026", "10008", "T-01", "1 100", "9,10", "10 010,00",
     ""),
    ("261007", 1, "19. 10. 2026", "19. 10. 2026", "10006", "T-03", "25", "272,00", "6 800,00",
     ""),
    ("D26001", 1, "20. 10. 2026", "20. 10. 2026", "10005", "T-01", "-250", "8,40", "-2 100,00",
     ""),
    ("261008", 1, "22. 10. 2026", "22. 10. 2026", "10004", "T-02", "850", "14,25", "12 112,50",
     ""),
    ("261009", 1, "26. 10. 2026", "26. 10. 2026", "10010", "T-02", "1 000", "0,5875", "587,50",
     "EUR"),
    ("261010", 1, "27. 10. 2026", "27. 10. 2026", "10007", "T-04", "18", "138,50", "2 493,00", ""),
    ("261010", 2, "27. 10. 2026", "27. 10. 2026", "10007", "S-01", "1", "1 450,00", "1 450,00",
     ""),
]

NO_BREAK_SPACE = "\u00a0"


def client_rows():
    rows = []
    for index, (code, name, street, city, postal_code, country, contact, position, terms, since,
                note) in enumerate(CLIENTS):
        reg_no, vat_no = numbers_of(country, 9007 + 31 * index)
        login = "obchod" if index % 2 else "info"
        domain = ("zlatoklas", "oudolen", "rudkov", "bezinkov", "filtrix", "karlinka", "hrbov",
                  "doupetin", "serikov", "zahorplast")[index]
        phone = ("+420 300 000 " if country == "CZ" else "+421 2 0000 0") + str(901 + index)
        rows.append({
            "Kód odběratele": code, "Název firmy": name, "IČO": reg_no, "DIČ": vat_no,
            "Ulice": street, "Obec": city, "PSČ": postal_code, "Země": country,
            "Kontaktní osoba": contact, "Funkce": position, "E-mail": f"{login}@{domain}.example",
            "Telefon": phone, "Splatnost (dny)": terms, "Klient od": since, "Poznámka": note})
    return rows


def invoice_rows():
    by_code = {row["Kód odběratele"]: row for row in client_rows()}
    rows = []
    for document, line, issued, supplied, code, goods, quantity, price, amount, currency in LINES:
        client = by_code.get(code, {"Název firmy": "", "IČO": ""})
        description, unit = GOODS[goods]
        rows.append({
            "Číslo dokladu": document, "Řádek": line, "Datum vystavení": issued,
            "Datum plnění": supplied, "Kód odběratele": code,
            "Odběratel": client["Název firmy"], "IČO": client["IČO"], "Kód zboží": goods,
            "Popis": description, "Množství": quantity.replace(" ", NO_BREAK_SPACE), "MJ": unit,
            "Cena za MJ": price.replace(" ", NO_BREAK_SPACE),
            "Celkem bez DPH": amount.replace(" ", NO_BREAK_SPACE), "Měna": currency or "CZK"})
    return rows


def tables():
    """(clients, invoice lines) as rows with Czech headings."""
    return client_rows(), invoice_rows()
