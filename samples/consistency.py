"""Checks that the sample firm is sound, and prints the figures its story promises.

The indicators here are a rough second opinion for the author of the data. They are written from
the definitions, not from the product, and the product may know more (open issues, sites).
"""

from decimal import Decimal, ROUND_HALF_UP

import agreements
from identifiers import is_czech_reg_no

SIZE_LIMIT = 700_000
CENT = Decimal("0.01")


def problems(firm, tables, files):
    """Sentences about everything that is wrong; an empty list means a sound sample."""
    found = []
    found += reference_problems(firm, tables)
    found += uniqueness_problems(tables)
    found += identifier_problems(firm, tables)
    found += arithmetic_problems(tables)
    found += calendar_problems(tables)
    found += assignment_problems(tables)
    found += story_problems(firm, tables)
    figures = Figures(firm, tables)
    found += agreements.problems(tables, firm["story_day"],
                                 lambda code: figures.last_year[code]["revenue"])
    size = sum(len(content) for content in files.values())
    if size > SIZE_LIMIT:
        found.append(f"the files have {size} bytes, more than {SIZE_LIMIT}")
    return found


def reference_problems(firm, tables):
    accounts = {a["code"] for a in tables["accounts"]}
    offerings = {o["code"] for o in tables["offerings"]}
    users = {u["email"] for u in firm["users"]}
    departments = {d["code"] for d in firm["departments"]}
    found = []
    for name in ("contacts", "invoices", "costs", "assignments", "judgements"):
        for row in tables[name]:
            if row["account_code"] not in accounts:
                found.append(f"{name}: unknown account {row['account_code']}")
    for row in tables["invoices"]:
        if row["offering_code"] not in offerings:
            found.append(f"invoices: unknown offering {row['offering_code']}")
    for row in tables["accounts"]:
        if row["parent_code"] and row["parent_code"] not in accounts:
            found.append(f"accounts: unknown parent {row['parent_code']}")
    for row in tables["offerings"]:
        if row["parent_code"] and row["parent_code"] not in offerings:
            found.append(f"offerings: unknown family {row['parent_code']}")
    for name, field in (("assignments", "user_email"), ("judgements", "author_email")):
        for row in tables[name]:
            if row[field] not in users:
                found.append(f"{name}: unknown user {row[field]}")
    for user in firm["users"]:
        if user["department_code"] not in departments:
            found.append(f"firm: unknown department {user['department_code']}")
    return found


def uniqueness_problems(tables):
    keys = {
        "accounts": [("code",), ("name",), ("reg_no",), ("vat_no",), ("website",)],
        "contacts": [("email",), ("first_name", "last_name")],
        "offerings": [("code",), ("name",)],
        "invoices": [("document_no", "line_no"), ("document_no", "offering_code")],
        "costs": [("document_no",)],
        "judgements": [("account_code", "criterion")],
        "rates": [("date", "currency")],
    }
    found = []
    for name, groups in keys.items():
        for fields in groups:
            values = [tuple(row[field] for field in fields) for row in tables[name]]
            if len(set(values)) != len(values):
                repeated = sorted({v for v in values if values.count(v) > 1})
                found.append(f"{name}: {'+'.join(fields)} repeats: {repeated[:3]}")
    phones = [c["phone"] for c in tables["contacts"]]
    if len(set(phones)) != len(phones):
        found.append("contacts: a phone number repeats")
    return found


def identifier_problems(firm, tables):
    found = []
    if not is_czech_reg_no(firm["reg_no"]):
        found.append("firm: wrong check digit")
    for row in tables["accounts"]:
        country, reg_no, vat_no = row["country"], row["reg_no"], row["vat_no"]
        if country in ("CZ", "SK") and not (is_czech_reg_no(reg_no) and reg_no[:3] == "599"):
            found.append(f"{row['code']}: wrong registration number {reg_no}")
        if not is_vat_no(vat_no) or vat_no[:2] != country:
            found.append(f"{row['code']}: wrong VAT number {vat_no}")
        if not row["website"].endswith(".example"):
            found.append(f"{row['code']}: website outside the reserved domain")
    for row in tables["contacts"]:
        if not row["email"].endswith(".example") or not row["email"].isascii():
            found.append(f"contacts: e-mail {row['email']}")
    return found


def is_vat_no(text):
    """Check digits of the five countries of the story."""
    country, digits = text[:2], text[2:]
    if country == "CZ":
        return is_czech_reg_no(digits)
    if country == "SK":
        return len(digits) == 10 and int(digits) % 11 == 0 and digits[2] in "234789"
    if country == "DE":
        product = 10
        for digit in digits[:8]:
            product = ((int(digit) + product) % 10 or 10) * 2 % 11
        return len(digits) == 9 and (11 - product) % 10 == int(digits[8])
    if country == "AT":
        total = 0
        for position, digit in enumerate(digits[1:8]):
            doubled = int(digit) * (1 + position % 2)
            total += sum(divmod(doubled, 10))
        return digits[0] == "U" and (total + 4 + int(digits[8])) % 10 == 0
    total = sum(int(d) * w for d, w in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7)))
    return len(digits) == 10 and total % 11 == int(digits[9])


def arithmetic_problems(tables):
    currencies = {a["code"]: a["default_currency"] for a in tables["accounts"]}
    found = []
    for row in tables["invoices"]:
        product = Decimal(row["unit_price"]) * row["quantity"]
        if product.quantize(CENT, ROUND_HALF_UP) != Decimal(row["amount"]):
            found.append(f"{row['document_no']}/{row['line_no']}: amount is not the product")
        if (row["entry_kind"] == "credit_note") != (row["quantity"] < 0) or not row["quantity"]:
            found.append(f"{row['document_no']}: sign and kind disagree")
        if row["currency"] != currencies[row["account_code"]]:
            found.append(f"{row['document_no']}: currency of another client")
    for row in tables["costs"]:
        if row["amount"] <= 0:
            found.append(f"{row['document_no']}: cost is not positive")
    for row in tables["judgements"]:
        if not 0 <= row["value"] <= 100:
            found.append(f"judgements: {row['account_code']} out of range")
    return found


def calendar_problems(tables):
    accounts = {a["code"]: a for a in tables["accounts"]}
    found = []
    for row in tables["invoices"]:
        account = accounts[row["account_code"]]
        if not "2023-11" <= row["service_month"] <= "2026-10":
            found.append(f"{row['document_no']}: service month outside the story")
        if row["document_date"] > "2026-11-20":
            found.append(f"{row['document_no']}: dated after the story")
        if row["document_date"] < account["client_since"]:
            found.append(f"{row['document_no']}: before the client came")
    for row in tables["costs"]:
        if not "2023-11-01" <= row["date"] <= "2026-10-31":
            found.append(f"{row['document_no']}: cost outside the story")
    covered = {r["date"][:7] for r in tables["rates"]}
    for row in tables["invoices"]:
        if row["document_date"][:7] not in covered:
            found.append(f"{row['document_no']}: no rate for its month")
    return found


def assignment_problems(tables):
    found = []
    for account in tables["accounts"]:
        for role in ("lead", "deputy"):
            spans = sorted((r["from_on"], r["to_on"] or "9999-12-31")
                           for r in tables["assignments"]
                           if r["account_code"] == account["code"] and r["role"] == role)
            for (_, end), (start, _) in zip(spans, spans[1:]):
                if start < end:
                    found.append(f"{account['code']}: two {role}s at once")
            is_led = any(end == "9999-12-31" for _, end in spans)
            if role == "lead" and is_led == (account["lifecycle"] == "former"):
                found.append(f"{account['code']}: current lead and lifecycle disagree")
        people = [r["user_email"] for r in current(tables, account["code"])]
        if len(set(people)) != len(people):
            found.append(f"{account['code']}: one person in two roles")
    return found


def story_problems(firm, tables):
    """The promises of README.md, so that a changed number cannot quietly spoil the story."""
    figures = Figures(firm, tables)
    share = figures.share("K001")
    loads = figures.loads()
    kalina = loads["martin.kalina"]
    loud = figures.last_year["K004"]
    found = []
    if not Decimal("0.27") <= share <= Decimal("0.29"):
        found.append(f"story: the biggest client has {share:.3f} of the margin")
    if not 6 <= figures.survival_months("K001") <= 9:
        found.append(f"story: survival {figures.survival_months('K001')} months")
    if kalina["leads"] != 18 or kalina["load"] <= Decimal("1.03"):
        found.append(f"story: the busy manager has {kalina}")
    if any(l["load"] > 1 for name, l in loads.items() if name != "martin.kalina"):
        found.append(f"story: somebody else is overloaded {loads}")
    if loud["margin"] >= loud["serve"]:
        found.append(f"story: the loud client earns {loud}")
    if figures.last_year["K002"]["revenue"] < figures.years[0]["K002"]["revenue"] * 2:
        found.append("story: the growing client does not grow")
    if figures.last_year["K003"]["revenue"] > figures.years[0]["K003"]["revenue"] * Decimal("0.7"):
        found.append("story: the leaving client does not leave")
    no_deputy = {code for code in figures.top(10) if not any(
        r["role"] == "deputy" for r in current(tables, code))}
    if no_deputy != {"K002"}:
        found.append(f"story: without a deputy are {sorted(no_deputy)}")
    if len(tables["accounts"]) != 40 or len(tables["offerings"]) != 66:
        found.append("story: wrong number of clients or offerings")
    if not 6000 <= len(tables["invoices"]) <= 9000:
        found.append(f"story: {len(tables['invoices'])} invoice lines")
    return found


def current(tables, code):
    return [r for r in tables["assignments"] if r["account_code"] == code and not r["to_on"]]


class Figures:
    """Money by client and year (November to October), in CZK at the rate of the document month."""

    SERVE = ("time_cost", "service_cost", "travel")

    def __init__(self, firm, tables):
        self.firm, self.tables = firm, tables
        self.rates = {r["date"][:7]: Decimal(r["rate"]) for r in tables["rates"]}
        codes = [a["code"] for a in tables["accounts"]]
        self.years = [{c: self.nothing() for c in codes} for _ in range(3)]
        self.months = {}
        for row in tables["invoices"]:
            amount = Decimal(row["amount"])
            if row["currency"] != "CZK":
                rate = self.rates[row["document_date"][:7]]
                amount = (amount * rate).quantize(CENT, ROUND_HALF_UP)
            self.add(row["account_code"], row["service_month"], "revenue", amount)
        for row in tables["costs"]:
            kind = row["entry_kind"]
            slot = "direct" if kind == "direct_cost" else "serve" if kind in self.SERVE else "other"
            self.add(row["account_code"], row["date"][:7], slot, Decimal(row["amount"]))
        for year in self.years:
            for sums in year.values():
                sums["margin"] = sums["revenue"] - sums["direct"]
        self.last_year = self.years[2]

    @staticmethod
    def nothing():
        return {name: Decimal(0) for name in ("revenue", "direct", "serve", "other", "margin")}

    def add(self, code, month, slot, amount):
        index = (int(month[:4]) - 2023) * 12 + int(month[5:]) - 11
        self.years[index // 12][code][slot] += amount
        if slot in ("revenue", "direct"):
            sign = 1 if slot == "revenue" else -1
            key = (code, index)
            self.months[key] = self.months.get(key, Decimal(0)) + sign * amount

    def total(self, slot, year=2):
        return sum(sums[slot] for sums in self.years[year].values())

    def share(self, code):
        return self.last_year[code]["margin"] / self.total("margin")

    def shares(self, rolled_up):
        parents = {a["code"]: a["parent_code"] or a["code"] for a in self.tables["accounts"]}
        sums = {}
        for code, values in self.last_year.items():
            owner = parents[code] if rolled_up else code
            sums[owner] = sums.get(owner, Decimal(0)) + values["margin"]
        whole = sum(sums.values())
        return sorted(((value / whole, code) for code, value in sums.items() if value > 0),
                      key=lambda pair: (-pair[0], pair[1]))

    def top(self, count):
        return [code for _, code in self.shares(False)[:count]]

    def survival_months(self, code):
        """Smallest m with a negative reserve when `code` leaves now; run rate of six months."""
        recent = range(30, 36)
        total = sum(self.months.get((c, i), Decimal(0)) for c in self.last_year for i in recent)
        lost = sum(self.months.get((code, i), Decimal(0)) for i in recent)
        monthly = (total - lost) / 6 - Decimal(self.firm["fixed_monthly_costs"])
        reserve = Decimal(self.firm["cash_reserve"])
        for month in range(1, 25):
            reserve += monthly
            if reserve < 0:
                return month
        return 24

    def complexity(self, account):
        code = account["code"]
        people = sum(1 for c in self.tables["contacts"]
                     if c["account_code"] == code and c["status"] == "active")
        families = {r["offering_code"][:3] for r in self.tables["invoices"]
                    if r["account_code"] == code and r["service_month"] >= "2025-11"}
        value = Decimal(1) + min(Decimal(1), Decimal("0.1") * max(0, people - 3))
        value += min(Decimal("0.6"), Decimal("0.15") * max(0, len(families) - 1))
        if account["country"] not in ("CZ", "SK"):
            value += Decimal("0.3")
        if account["lifecycle"] == "onboarding":
            value += Decimal("0.2")
        return value

    def loads(self):
        weights = {"lead": Decimal(1), "deputy": Decimal("0.3"),
                   "executive_sponsor": Decimal("0.1")}
        result = {}
        for user in self.firm["users"]:
            points, leads = Decimal(0), 0
            for account in self.tables["accounts"]:
                for row in current(self.tables, account["code"]):
                    if row["user_email"] == user["email"]:
                        points += self.complexity(account) * weights[row["role"]]
                        leads += row["role"] == "lead"
            if points:
                name = user["email"].split("@")[0]
                result[name] = {"leads": leads, "points": points,
                                "load": points / user["capacity_points"]}
        return result

    def gini(self):
        values = sorted(v["margin"] for v in self.last_year.values() if v["margin"] > 0)
        n = len(values)
        weighted = sum((2 * i - n - 1) * x for i, x in enumerate(values, start=1))
        return weighted / (n * sum(values))


def millions(value):
    return f"{value / 1_000_000:.2f} M"


def report(firm, tables, files):
    """The figures of the story as text."""
    figures = Figures(firm, tables)
    names = {a["code"]: a["name"] for a in tables["accounts"]}
    lines = ["rows: " + ", ".join(f"{name} {len(rows)}" for name, rows in tables.items()),
             f"bytes: {sum(len(c) for c in files.values())}",
             f"documents: {len({r['document_no'] for r in tables['invoices']})}, credit note lines:"
             f" {sum(r['entry_kind'] == 'credit_note' for r in tables['invoices'])}, EUR lines:"
             f" {sum(r['currency'] == 'EUR' for r in tables['invoices'])}"]
    for index, label in enumerate(("2023-11..2024-10", "2024-11..2025-10", "2025-11..2026-10")):
        lines.append(f"{label}: revenue {millions(figures.total('revenue', index))}, margin"
                     f" {millions(figures.total('margin', index))}, cost to serve"
                     f" {millions(figures.total('serve', index))} CZK")
    for rolled_up in (False, True):
        shares = figures.shares(rolled_up)
        hhi = sum(share * share for share, _ in shares) * 10000
        top = [sum(share for share, _ in shares[:k]) * 100 for k in (1, 3, 5, 10)]
        label = "groups rolled up" if rolled_up else "single clients"
        lines.append(f"margin by {label}: top 1/3/5/10 = "
                     + " / ".join(f"{t:.1f} %" for t in top) + f", HHI {hhi:.0f}")
    lines.append(f"Gini of margin {figures.gini():.4f}; without {names['K001']} the money lasts"
                 f" {figures.survival_months('K001')} months")
    for name, load in figures.loads().items():
        lines.append(f"load {name}: leads {load['leads']}, {load['points']:.1f} points,"
                     f" {load['load'] * 100:.0f} %")
    lines.append("last year by client: revenue, margin, share, cost to serve, complexity")
    accounts = {a["code"]: a for a in tables["accounts"]}
    for share, code in figures.shares(False):
        sums = figures.last_year[code]
        before = figures.years[0][code]["revenue"]
        change = f"{(sums['revenue'] / before - 1) * 100:+.0f} %" if before else "new"
        lines.append(f"  {code} {names[code]:26} {millions(sums['revenue']):>8}"
                     f" {millions(sums['margin']):>8} {share * 100:5.1f} %"
                     f" {millions(sums['serve']):>8} {figures.complexity(accounts[code]):.2f}"
                     f" {change} on the first year")
    return "\n".join(lines)
