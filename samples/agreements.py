"""Contracts of the sample firm with its main clients, as of the day of the story, 2026-11-23.

Ends are half-open, as everywhere in the product: the first day without the contract. A frame
contract's value is the volume agreed for a year.
"""

COLUMNS = ("account_code", "number", "name", "kind", "starts_on", "ends_on", "notice_days",
           "auto_renew", "renewal_term_months", "annual_value", "currency", "indexation",
           "sla_text", "state", "notice_given_on", "terminated_on", "end_reason",
           "replaces_number", "offering_code", "quantity")


def contract(account_code, number, name, kind, starts_on, ends_on, notice_days, annual_value,
             state="active", **more):
    row = dict.fromkeys(COLUMNS, "")
    row.update(account_code=account_code, number=number, name=name, kind=kind,
               starts_on=starts_on, ends_on=ends_on, notice_days=notice_days,
               auto_renew="true" if "renewal_term_months" in more else "false",
               annual_value=f"{annual_value}.00", currency="CZK", state=state)
    row.update(more)
    return row


CONTRACTS = [
    # The biggest client is bound for long; the small service contract goes on by itself.
    contract("K001", "RS-2024-003", "Rámcová smlouva o dodávkách sériových obalů", "frame",
             "2024-01-01", "2029-01-01", 180, 36_000_000,
             indexation="Jednou ročně podle indexu cen kartonáže, nejvýše o 5 %",
             sla_text="Závoz každý druhý pracovní den, chybovost do 500 ppm."),
    contract("K001", "SM-2024-011", "Konsignační sklad a závozy kanban", "service",
             "2024-07-01", "2025-07-01", 90, 54_000, renewal_term_months=12,
             sla_text="Doplnění do 24 hodin od vyzvednutí karty.",
             offering_code="SLU-604", quantity=2),
    # The growing client moved from a trial order to a frame contract of its own.
    contract("K002", "RS-2022-014", "Rámcová smlouva na bedny", "frame",
             "2022-09-01", "2024-09-01", 30, 2_400_000, state="expired"),
    contract("K002", "RS-2024-009", "Rámcová smlouva na bedny, výplně a vratné boxy", "frame",
             "2024-09-01", "2026-09-01", 60, 9_000_000, renewal_term_months=12,
             indexation="Podle vývoje cen dřeva a PE pěny po dohodě",
             replaces_number="RS-2022-014"),
    # Who leaves quietly lets the contract run out; nobody of ours has asked yet.
    contract("K003", "RS-2024-001", "Rámcová smlouva o dodávkách beden a fólií", "frame",
             "2024-01-01", "2027-01-01", 90, 8_000_000,
             indexation="Jednou ročně o inflaci"),
    # The loud client gave notice to get another discount.
    contract("K004", "RS-2025-002", "Rámcová smlouva o dodávkách obalů", "frame",
             "2025-01-01", "", 90, 4_800_000, state="notice_given",
             notice_given_on="2026-10-19", terminated_on="2027-01-18",
             end_reason="Pro rok 2027 chtějí slevu 6 %, jinak budou soutěžit."),
    contract("K005", "RS-2025-004", "Skupinová smlouva Sedmihora: společné podmínky", "frame",
             "2025-01-01", "2027-01-01", 120, 700_000, renewal_term_months=24),
    contract("K006", "RS-2025-005", "Prováděcí smlouva Sedmihora Mlékárny", "frame",
             "2025-01-01", "2027-01-01", 120, 6_000_000, renewal_term_months=24,
             indexation="Podle skupinové smlouvy"),
    contract("K008", "RS-2026-007", "Rámcová smlouva o dodávkách obalů do čistých prostor", "frame",
             "2026-05-04", "2028-05-04", 60, 1_000_000,
             sla_text="Dokumentace šarže ke každé dodávce."),
    contract("K009", "RS-2019-002", "Rámcová smlouva o dodávkách obalů na sklo", "frame",
             "2019-01-01", "", 90, 4_500_000, state="terminated",
             notice_given_on="2025-03-31", terminated_on="2025-07-01",
             end_reason="Přešli k levnějšímu dodavateli po druhém zdražení."),
    contract("K012", "RS-2026-001", "Roční rámec 2026", "frame",
             "2026-01-01", "2027-01-01", 60, 5_500_000, renewal_term_months=12,
             indexation="Společný plán úspor, 2 % ročně"),
    contract("K019", "RS-2025-008", "Rahmenvertrag Verpackung", "frame",
             "2025-04-01", "2028-04-01", 180, 200_000, currency="EUR",
             sla_text="Lieferung binnen 72 Stunden, Reklamationen binnen 24 Stunden."),
    contract("K029", "RS-2025-010", "Dodávky zásilkových obalů 2025–2027", "frame",
             "2025-07-01", "2027-07-01", 0, 3_600_000),
    contract("K034", "SM-2023-006", "Konsignační sklad", "service",
             "2023-12-01", "2024-12-01", 30, 26_000, renewal_term_months=12,
             offering_code="SLU-604", quantity=1),
    contract("K040", "RS-2027-001", "Vývoj a dodávky vratného kufru", "frame",
             "2027-02-01", "2029-02-01", 60, 600_000, state="draft"),
]


def problems(tables, story_day, last_year_revenue):
    """Sentences about contracts that contradict each other, the clients or the story."""
    accounts = {a["code"]: a for a in tables["accounts"]}
    offerings = {o["code"] for o in tables["offerings"]}
    found, numbers = [], set()
    for row in tables["contracts"]:
        number, account = row["number"], accounts.get(row["account_code"])
        if account is None:
            found.append(f"{number}: unknown account")
            continue
        if number in numbers:
            found.append(f"{number}: number repeats")
        if row["replaces_number"] and row["replaces_number"] not in numbers:
            found.append(f"{number}: replaces what does not stand before it")
        numbers.add(number)
        if row["offering_code"] and row["offering_code"] not in offerings:
            found.append(f"{number}: unknown offering")
        if row["currency"] != account["default_currency"]:
            found.append(f"{number}: currency of another client")
        if account["client_since"] and row["starts_on"] < account["client_since"]:
            found.append(f"{number}: before the client came")
        if row["ends_on"] and row["ends_on"] <= row["starts_on"]:
            found.append(f"{number}: ends before it starts")
        is_over = bool(row["ends_on"]) and row["ends_on"] <= story_day and row["auto_renew"] == "false"
        if is_over != (row["state"] == "expired"):
            found.append(f"{number}: state and calendar disagree")
        if (row["state"] == "notice_given") != (row["terminated_on"] > story_day):
            found.append(f"{number}: notice and calendar disagree")
        # Only the client that is leaving buys less than agreed: that is the point.
        if row["state"] in ("active", "notice_given") and row["currency"] == "CZK":
            short = last_year_revenue(row["account_code"]) < float(row["annual_value"])
            if short != (row["account_code"] == "K003"):
                found.append(f"{number}: agreed volume and purchases do not fit the story")
    return found
