#!/usr/bin/env python3
"""Writes the files of the sample firm. Same source, same bytes: fixed seed, integers only.

    python3 samples/generate.py            write the files beside this script, print the figures
    python3 samples/generate.py --check    write nothing; fail when a committed file differs
    python3 samples/generate.py --out DIR  write elsewhere

The random numbers come from our own small generator, because the sequences of `random` may
change between versions of Python; money is counted in hundredths and prices in ten-thousandths.
"""

import argparse
import calendar
import csv
import datetime
import io
import json
import pathlib
import sys
import unicodedata

sys.dont_write_bytecode = True

import agreements  # noqa: E402  (after the switch above, so that no cache is left behind)
import consistency  # noqa: E402
import import_demo  # noqa: E402
from identifiers import numbers_of  # noqa: E402
from people import (FOREIGN, LANGUAGES, MEN, MEN_FIRST, PHONES, POSITIONS, STAFF,  # noqa: E402
                    USUAL_STAFF, WOMEN, WOMEN_FIRST)
import story  # noqa: E402

SEED = 20261123
LAST_DAY = datetime.date(2026, 10, 31)
HIRED = {story.OWNER: "2008-01-01", story.HEAD: "2012-02-01", story.KALINA: "2016-03-01",
         story.SIMACKOVA: "2018-09-01", story.HRUSKA: "2025-02-01"}
MOVABLE_HOLIDAYS = {"2024-03-29", "2024-04-01", "2025-04-18", "2025-04-21", "2026-04-03",
                    "2026-04-06"}
FIXED_HOLIDAYS = {"01-01", "05-01", "05-08", "07-05", "07-06", "09-28", "10-28", "11-17",
                  "12-24", "12-25", "12-26"}
PRICE_INDEX = {2023: 975, 2024: 1000, 2025: 1035, 2026: 1060}  # per mille of the list price
HOURLY_RATE = {2023: 590, 2024: 600, 2025: 630, 2026: 650}
SERVICE_NOTES = ["Reklamace a náhrada", "Expresní dovoz", "Přebalení u klienta",
                 "Třídění vadných kusů"]


class Dice:
    """SplitMix64: 64 bits of state, the same numbers everywhere and for ever."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        """A whole number 0 <= n < limit. The tiny bias of the remainder does not matter here."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return (z ^ (z >> 31)) % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, per_mille):
        return self.below(1000) < per_mille

    def weighted(self, weights):
        """Index drawn with the given whole weights."""
        ticket = self.below(sum(weights))
        for index, weight in enumerate(weights):
            ticket -= weight
            if ticket < 0:
                return index
        raise AssertionError("weights do not add up")


def months():
    """All months of the story as YYYY-MM, oldest first."""
    year, month = story.FIRST_MONTH
    result = []
    for _ in range(story.MONTHS):
        result.append(f"{year}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return result


MONTHS = months()
RATES = dict(zip(MONTHS + ["2026-11"], story.EUR_RATES))


def half_up(numerator, denominator):
    """Division rounded half away from zero."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    return sign * ((2 * numerator + denominator) // (2 * denominator))


def is_working_day(day):
    text = day.isoformat()
    return day.weekday() < 5 and text not in MOVABLE_HOLIDAYS and text[5:] not in FIXED_HOLIDAYS


def working_days(month):
    year, number = int(month[:4]), int(month[5:])
    count = calendar.monthrange(year, number)[1]
    days = [datetime.date(year, number, d) for d in range(1, count + 1)]
    return [d for d in days if is_working_day(d)]


def last_day_of(month):
    year, number = int(month[:4]), int(month[5:])
    return datetime.date(year, number, calendar.monthrange(year, number)[1])


def next_month(month):
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02d}"


def fixed_point(value, digits, least_digits=0):
    """1234500 with 4 digits -> 123.45; keeps at least `least_digits` decimals."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 10 ** digits)
    decimals = f"{rest:0{digits}d}".rstrip("0").ljust(least_digits, "0")
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def ascii_of(text):
    text = text.replace("ß", "ss").replace("ł", "l").replace("ü", "ue").replace("ö", "oe")
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).lower()


def email_of(login):
    return f"{login}@{story.FIRM_DOMAIN}"


class Trade:
    """Plays the trade of one client month by month and collects its invoice lines."""

    def __init__(self, client, offerings, dice):
        self.client = client
        self.offerings = offerings
        self.dice = dice
        self.is_foreign = client.country != "CZ"
        self.price_factor = {"K001": 925, "K004": 905}.get(client.code, dice.between(960, 1055))
        self.fade = dict(client.fade)
        self.backlog = 0  # hundredths of CZK ordered by the plan and not invoiced yet
        self.documents = []  # (date, service_month, kind, [(offering, quantity, price)])

    def is_open(self, month):
        return ((not self.client.starts or month >= self.client.starts)
                and (not self.client.ends or month <= self.client.ends))

    def pace(self, index):
        """Yearly pace in thousands of CZK at a month, a broken line through mid-years."""
        first, second, third = self.client.revenue
        if self.client.starts:
            return third * 2
        if self.client.ends:
            third = second
        x = 2 * index
        if x <= 11:
            return first - (second - first) * (11 - x) // 48
        if x <= 35:
            return first + (second - first) * (x - 11) // 24
        if x <= 59:
            return second + (third - second) * (x - 35) // 24
        return third + (third - second) * (x - 59) // 48

    def relative_pace(self, index):
        """Per mille of the client's own average pace; the number of orders follows it."""
        paces = [self.pace(i) for i in range(story.MONTHS)]
        return 1000 * self.pace(index) * len(paces) // sum(paces)

    def goods(self, month):
        codes = []
        for token in self.client.goods.split():
            code, since, until = token, "", ""
            if "@" in token:
                code, since = token.split("@")
            if "<" in token:
                code, until = token.split("<")
            if (not since or month >= since) and (not until or month < until):
                codes.append(code)
        return codes

    def price(self, code, year):
        """Price in ten-thousandths of the client's currency, by the price list of the year."""
        list_price = int(self.offerings[code][2].replace(".", "")) * 100
        price = list_price * PRICE_INDEX[year] * self.price_factor // 1_000_000
        if self.is_foreign:
            price = price * 1000 // 24600
        has_frame_contract = self.client.terms >= 45
        if price < 1_000_000:
            unit = 1 if has_frame_contract and price < 300_000 else 100
        else:
            unit = 10_000 if price < 10_000_000 else 50_000
        return max(unit, half_up(price, unit) * unit)

    def play_month(self, index, month):
        season = story.SEASONS[self.client.season][int(month[5:]) - 1]
        fade = self.fade.get(month, 1000)
        noise = self.dice.between(880, 1120)
        target = self.pace(index) * 100_000 * season * fade * noise // (12 * 100 * 1_000_000)
        self.backlog += target
        tenths = (self.client.orders * (1000 + self.relative_pace(index)) * (100 + season) * fade
                  // (2000 * 200 * 1000))
        count = tenths // 10 + (1 if self.dice.chance(tenths % 10 * 100) else 0)
        if fade == 0 or self.backlog <= 0:
            return
        if fade < 1000:
            count = max(count, 1)
        days = working_days(month)
        if self.client.neglected_since and month == "2026-09":
            days = [d for d in days if d.day <= 22]
        weights = [self.dice.between(60, 140) for _ in range(count)]
        for number, weight in enumerate(weights):
            left = sum(weights[number:])
            value = self.backlog * weight // left
            if value > 0:
                self.play_order(month, days[self.dice.below(len(days))], value)

    def play_order(self, month, day, value):
        goods = self.goods(month)
        wanted = min(len(goods), max(1, self.dice.between(self.client.lines - 1,
                                                          self.client.lines + 1)))
        weights = [(len(goods) - i) * (1 if code.startswith("SLU") else 4)
                   for i, code in enumerate(goods)]
        chosen = []
        while len(chosen) < wanted:
            index = self.dice.weighted(weights)
            weights[index] = 0
            chosen.append(goods[index])
            if not any(weights):
                break
        products = [c for c in chosen if not c.startswith("SLU")]
        if not products:
            products = [goods[0]]
            chosen.append(goods[0])
        if self.client.terms >= 60 and day.day >= 28 and self.dice.chance(400):
            late = working_days(next_month(month))
            day = late[self.dice.below(3)]
        lines = self.service_lines(sorted(set(chosen) - set(products)), day.year)
        rest = max(value - sum(self.in_czk(q * p, month) for _, q, p in lines), value // 4)
        lines = self.product_lines(sorted(products), rest, day.year, month) + lines
        self.backlog -= sum(self.in_czk(q * p, month) for _, q, p in lines)
        self.documents.append((day, month, "revenue", lines))
        if self.dice.chance(self.client.credits):
            self.play_credit_note(day, lines)

    def in_czk(self, ten_thousandths, month):
        amount = half_up(ten_thousandths, 100)
        return half_up(amount * RATES[month], 1000) if self.is_foreign else amount

    def service_lines(self, codes, year):
        usual = {"SLU-601": (2, 16), "SLU-602": (1, 2), "SLU-603": (1, 1), "SLU-604": (1, 1),
                 "SLU-605": (1, 4), "SLU-606": (1, 2), "SLU-607": (4, 20), "SLU-608": (4, 20),
                 "SLU-609": (1, 1)}
        lines = []
        for code in codes:
            low, high = usual[code]
            quantity = self.dice.between(low, high) * self.offerings[code][3]
            lines.append((code, quantity, self.price(code, year)))
        return lines

    def product_lines(self, codes, value, year, month):
        weights = [self.dice.between(50, 150) for _ in codes]
        lines = []
        for code, weight in zip(codes, weights):
            price, step = self.price(code, year), self.offerings[code][3]
            price_in_czk = max(1, self.in_czk(price * step * 100, month))
            share = value * weight // sum(weights)
            lines.append((code, max(1, half_up(share * 100, price_in_czk)) * step, price))
        return lines

    def play_credit_note(self, day, lines):
        later = day + datetime.timedelta(days=self.dice.between(6, 34))
        while not is_working_day(later):
            later += datetime.timedelta(days=1)
        products = [line for line in lines if not line[0].startswith("SLU")]
        code, quantity, price = products[self.dice.below(len(products))]
        returned = max(1, quantity * self.dice.between(6, 28) // 100)
        if later <= LAST_DAY and (not self.client.ends or later.isoformat()[:7] <= "2025-07"):
            self.documents.append((later, later.isoformat()[:7], "credit_note",
                                   [(code, -returned, price)]))


def accounts_rows():
    rows = []
    for index, c in enumerate(story.CLIENTS):
        reg_no, vat_no = numbers_of(c.country, 1013 + 173 * index)
        separator = " " if c.legal_form.startswith(("GmbH", "Sp.", "s.r.o.", "a.s.")) else ", "
        rows.append({
            "code": c.code, "name": c.name, "legal_name": c.name + separator + c.legal_form,
            "reg_no": reg_no, "vat_no": vat_no, "country": c.country,
            "legal_form": c.legal_form, "parent_code": c.parent, "lifecycle": c.lifecycle,
            "industry_code": c.nace, "size_band": c.size,
            "website": f"https://www.{c.domain}.example", "street": c.street, "city": c.city,
            "postal_code": c.postal_code,
            "default_currency": "CZK" if c.country == "CZ" else "EUR",
            "payment_terms_days": c.terms, "client_since": c.since, "left_on": c.left_on,
            "leave_reason_code": c.leave_reason, "description": c.description})
    return rows


class Crowd:
    """Hands out invented people, never the same full name or the same number twice."""

    def __init__(self, dice):
        self.dice = dice
        self.men, self.women, self.foreign = 0, 0, {}
        self.numbers = {}

    def next_man(self):
        surname, vocative = MEN[self.men % len(MEN)]
        first = MEN_FIRST[(self.men * 5 + self.men // len(MEN)) % len(MEN_FIRST)]
        self.men += 1
        return first, surname, f"pane {vocative}" if vocative else ""

    def next_woman(self):
        surname = WOMEN[self.women % len(WOMEN)]
        first = WOMEN_FIRST[(self.women * 4 + self.women // len(WOMEN)) % len(WOMEN_FIRST)]
        self.women += 1
        return first, surname, f"paní {surname}"

    def next_foreigner(self, country):
        index = self.foreign.get(country, 0)
        self.foreign[country] = index + 1
        return FOREIGN[country][index]

    def phone(self, country, is_mobile):
        pattern = PHONES[country][1 if is_mobile else 0]
        self.numbers[pattern] = self.numbers.get(pattern, 0) + 1
        return pattern.format(self.numbers[pattern] * 7 % 1000)

    def titles(self, level, country):
        if country not in ("CZ", "SK"):
            return "", ""
        limit = {"owner": 500, "executive": 850, "director": 800, "manager": 550}.get(level, 200)
        before = ["Ing.", "Ing.", "Ing.", "Mgr.", "Bc."][self.dice.below(5)]
        before = before if self.dice.chance(limit) else ""
        after = "MBA" if level in ("executive", "director") and self.dice.chance(250) else ""
        return before, after


def contacts_rows(dice):
    crowd = Crowd(dice)
    rows = []
    for index, c in enumerate(story.CLIENTS):
        staff = STAFF.get(c.code, USUAL_STAFF[index % len(USUAL_STAFF)])
        for place, token in enumerate(staff.split()):
            has_left = token.endswith("-")
            gender, role = token.rstrip("-").split(":")
            man, woman, level = POSITIONS[role]
            if c.country != "CZ":
                first, last, vocative = crowd.next_foreigner(c.country)
                gender = "w" if first in ("Katrin", "Sabine", "Zuzana", "Lucia", "Elisabeth",
                                          "Agnieszka") else "m"
            elif gender == "m":
                first, last, vocative = crowd.next_man()
            else:
                first, last, vocative = crowd.next_woman()
            before, after = crowd.titles(level, c.country)
            rows.append({
                "account_code": c.code, "first_name": first, "last_name": last,
                "title_before": before, "title_after": after, "salutation_vocative": vocative,
                "position": man if gender == "m" else woman, "position_level": level,
                "email": f"{ascii_of(first)}.{ascii_of(last)}@{c.domain}.example",
                "phone": crowd.phone(c.country, place % 3 != 1),
                "language": LANGUAGES[c.country], "status": "left" if has_left else "active",
                "left_on": "2025-12-31" if has_left else "",
                "gdpr_basis": "contract" if c.lifecycle != "prospect" else "legitimate_interest"})
    return rows


def offerings_rows():
    rows = [{"code": code, "name": name, "kind": kind, "parent_code": "", "unit": ""}
            for code, name, kind in story.FAMILIES]
    for code, name, unit, _, _ in story.OFFERINGS:
        kind = "service" if code.startswith("SLU") else "product"
        rows.append({"code": code, "name": name, "kind": kind, "parent_code": code[:3],
                     "unit": unit})
    return rows


def invoices_rows(trades):
    """Numbers the documents of all clients in the order of their dates."""
    documents = []
    for trade in trades:
        for order, (day, month, kind, lines) in enumerate(trade.documents):
            documents.append((day, kind != "revenue", trade.client.code, order, month, kind,
                              "EUR" if trade.is_foreign else "CZK", lines))
    documents.sort(key=lambda d: d[:4])
    numbers, rows = {}, []
    for day, is_credit, code, _, month, kind, currency, lines in documents:
        series = f"{'DB' if is_credit else 'FV'}{day.year % 100}"
        numbers[series] = numbers.get(series, 0) + 1
        for line_no, (offering, quantity, price) in enumerate(lines, start=1):
            rows.append({
                "document_no": f"{series}{numbers[series]:04d}", "line_no": line_no,
                "document_date": day.isoformat(), "service_month": month, "account_code": code,
                "offering_code": offering, "quantity": quantity,
                "unit_price": fixed_point(price, 4),
                "amount": fixed_point(half_up(quantity * price, 100), 2),
                "currency": currency, "entry_kind": kind})
    return rows


def net_by_client_and_month(trades):
    net = {}
    for trade in trades:
        for day, month, _, lines in trade.documents:
            for _, quantity, price in lines:
                value = trade.in_czk(quantity * price, day.isoformat()[:7])
                key = (trade.client.code, month)
                net[key] = net.get(key, 0) + value
    return net


def direct_cost(client, index, net, dice):
    """Whole crowns of material and work behind a month's revenue; never negative."""
    margin = client.margin[index // 12] + dice.between(-12, 12)
    return max(0, half_up(net * (1000 - margin), 100_000))


def care_costs(trade, index, month, dice):
    """Time, travel and service of one month: (kind, crowns, note)."""
    client = trade.client
    tenths, visits, events, event_cost = client.care
    is_neglected = bool(client.neglected_since) and month >= client.neglected_since
    entries = []
    months_at_once = 1 if tenths >= 300 else 3 if tenths >= 30 else 6
    if index % months_at_once == months_at_once - 1:
        hours = tenths * months_at_once * trade.relative_pace(index) // 1000
        hours = hours * (250 if is_neglected else 1000) // 1000
        crowns = hours * HOURLY_RATE[int(month[:4])] * dice.between(850, 1150) // 10_000
        if crowns > 0:
            entries.append(("time_cost", crowns, "Péče správce"))
    if not is_neglected and index % 3 == 2:
        trips = visits // 4 + (1 if dice.chance(visits % 4 * 250) else 0)
        low, high = (3800, 9000) if trade.is_foreign else (700, 2400)
        if trips:
            entries.append(("travel", trips * dice.between(low, high), "Cesty"))
    count = events // 12 + (1 if dice.chance(events % 12 * 1000 // 12) else 0)
    if is_neglected:
        count = 0
    for number in range(count):
        note = SERVICE_NOTES[(index + number) % len(SERVICE_NOTES)]
        entries.append(("service_cost", event_cost * dice.between(500, 1500) // 1000, note))
    return entries


def costs_rows(trades, net, dice):
    entries = []
    for trade in trades:
        client = trade.client
        for index, month in enumerate(MONTHS):
            if not trade.is_open(month) or not client.orders:
                continue
            day = last_day_of(month).isoformat()
            value = direct_cost(client, index, net.get((client.code, month), 0), dice)
            if value:
                entries.append((day, client.code, "direct_cost", value, ""))
            for kind, crowns, note in care_costs(trade, index, month, dice):
                entries.append((day, client.code, kind, crowns, note))
    for kind, planned in (("acquisition_cost", story.ACQUISITION), ("care_cost", story.CARE)):
        for code, day, crowns, note in planned:
            entries.append((day, code, kind, crowns, note))
    entries.sort(key=lambda e: e[:2])  # stable: what was made together stays together
    return [{"document_no": f"N{number:04d}", "entry_kind": kind, "date": day,
             "account_code": code, "amount": crowns, "currency": "CZK", "note": note}
            for number, (day, code, kind, crowns, note) in enumerate(entries, start=1)]


def day_after(text):
    if not text:
        return ""
    return (datetime.date.fromisoformat(text) + datetime.timedelta(days=1)).isoformat()


def assignments_rows():
    """Intervals are half-open: `to_on` is the first day without the assignment."""
    rows = []

    def add(code, login, role, from_on, to_on=""):
        rows.append({"account_code": code, "user_email": email_of(login), "role": role,
                     "from_on": from_on, "to_on": to_on})

    for c in story.CLIENTS:
        since = c.since or "2026-10-12"
        if c.code in story.HANDED_OVER:
            previous, next_from = story.HANDED_OVER[c.code]
            add(c.code, previous, "lead", max(since, HIRED[previous]), next_from)
            add(c.code, c.lead, "lead", next_from)
        else:
            add(c.code, c.lead, "lead", max(since, HIRED[c.lead]), day_after(c.left_on))
        if c.code in story.DEPUTIES:
            deputy = story.DEPUTIES[c.code]
            add(c.code, deputy, "deputy", max(since, HIRED[deputy], "2025-02-01"))
        if c.code in story.SPONSORS:
            sponsor = story.SPONSORS[c.code]
            add(c.code, sponsor, "executive_sponsor", max(since, HIRED[sponsor], "2024-07-01"))
    return rows


def judgements_rows():
    return [{"account_code": code, "criterion": criterion, "value": value, "reason": reason,
             "author_email": email_of(author), "judged_on": day}
            for code, criterion, value, reason, author, day in story.JUDGEMENTS]


def rates_rows():
    return [{"date": f"{month}-01", "currency": "EUR", "rate": fixed_point(rate, 3, 3),
             "amount": 1} for month, rate in RATES.items()]


def firm_document():
    return {
        "name": "Melechov Obaly", "legal_name": "Melechov Obaly s.r.o.",
        "reg_no": numbers_of("CZ", 1)[0], "vat_no": numbers_of("CZ", 1)[1],
        "street": "Zahradní 1105", "city": "Světlá nad Sázavou", "postal_code": "58291",
        "country": "CZ", "base_currency": "CZK", "timezone": "Europe/Prague", "locale": "cs",
        "fiscal_year_start_month": 1, "business_preset": "manufacturer",
        "fixed_monthly_costs": f"{story.FIXED_MONTHLY_COSTS}.00",
        "cash_reserve": f"{story.CASH_RESERVE}.00",
        "story_day": "2026-11-23", "first_month": MONTHS[0], "last_month": MONTHS[-1],
        "departments": [{"code": code, "name": name, "kind": kind,
                         "lead_email": email_of(lead)}
                        for code, name, kind, lead in story.DEPARTMENTS],
        "users": [{"full_name": name, "email": email_of(login), "department_code": department,
                   "roles": roles, "locale": "cs", "is_active": True,
                   "hourly_cost": f"{hourly}.00", "weekly_hours_on_care": hours,
                   "capacity_points": points}
                  for login, name, department, roles, hourly, hours, points in story.USERS]}


def csv_bytes(rows, delimiter=",", encoding="utf-8", line_end="\n"):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=delimiter,
                            lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def build():
    """Everything in memory: (tables by name, bytes by file name)."""
    offerings = {row[0]: row[1:] for row in story.OFFERINGS}
    trades = []
    for index, client in enumerate(story.CLIENTS):
        trade = Trade(client, {c: (n, u, p, s) for c, (n, u, p, s) in offerings.items()},
                      Dice(SEED * 1000 + index))
        if client.orders:
            for number, month in enumerate(MONTHS):
                if trade.is_open(month):
                    trade.play_month(number, month)
        trades.append(trade)
    net = net_by_client_and_month(trades)
    tables = {
        "accounts": accounts_rows(), "contacts": contacts_rows(Dice(SEED + 1)),
        "offerings": offerings_rows(), "invoices": invoices_rows(trades),
        "costs": costs_rows(trades, net, Dice(SEED + 2)), "assignments": assignments_rows(),
        "judgements": judgements_rows(), "rates": rates_rows(),
        "contracts": agreements.CONTRACTS}
    firm = firm_document()
    files = {f"{name}.csv": csv_bytes(rows) for name, rows in tables.items()}
    files["firm.json"] = (json.dumps(firm, ensure_ascii=False, indent=2) + "\n").encode()
    demo_clients, demo_invoices = import_demo.tables()
    for name, rows in (("clients_import_demo.csv", demo_clients),
                       ("invoices_import_demo.csv", demo_invoices)):
        files[name] = csv_bytes(rows, ";", "cp1250", "\r\n")
    return firm, tables, files


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Write the files of the sample firm.")
    parser.add_argument("--out", type=pathlib.Path, default=here, help="folder to write to")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    arguments = parser.parse_args()
    firm, tables, files = build()
    problems = consistency.problems(firm, tables, files)
    if arguments.check:
        for name, content in files.items():
            path = arguments.out / name
            if not path.is_file() or path.read_bytes() != content:
                problems.append(f"{name}: differs from what generate.py makes")
    elif not problems:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (arguments.out / name).write_bytes(content)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(consistency.report(firm, tables, files))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
