"""Registration and VAT numbers with a right check digit and a prefix that no office hands out."""


def czech_or_slovak_reg_no(serial):
    """Eight digits starting 599: seven chosen, the eighth by the weights 8..2 modulo 11."""
    digits = f"599{serial:04d}"
    remainder = sum(int(d) * w for d, w in zip(digits, range(8, 1, -1))) % 11
    check = 1 if remainder == 0 else 0 if remainder == 1 else 11 - remainder
    return digits + str(check)


def is_czech_reg_no(text):
    """True when the check digit of an IČO is right; written apart from the maker on purpose."""
    if len(text) != 8 or not text.isdigit() or text == "00000000":
        return False
    total = sum((8 - i) * int(text[i]) for i in range(7))
    return int(text[7]) == (11 - total % 11) % 10


def slovak_vat_no(serial):
    """SK and ten digits divisible by 11; starts with 4, third digit 2, like no issued number."""
    base = 4020000000 + serial * 100
    return f"SK{base + (-base) % 11}"


def german_vat_no(serial):
    """DE and nine digits, the last by ISO 7064 MOD 11,10."""
    digits = f"9999{serial:04d}"
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"DE{digits}{(11 - product) % 10}"


def austrian_vat_no(serial):
    """ATU and eight digits, the last by the rule of the Austrian finance ministry."""
    digits = f"9999{serial % 1000:03d}"
    total = 0
    for position, digit in enumerate(digits):
        value = int(digit) * (2 if position % 2 else 1)
        total += value // 10 + value % 10
    return f"ATU{digits}{(96 - total) % 10}"


def polish_vat_no(serial):
    """PL and ten digits, the last by the weights 6 5 7 2 3 4 5 6 7 modulo 11."""
    weights = (6, 5, 7, 2, 3, 4, 5, 6, 7)
    while True:
        digits = f"999{serial:06d}"
        check = sum(int(d) * w for d, w in zip(digits, weights)) % 11
        if check < 10:
            return f"PL{digits}{check}"
        serial += 1


def numbers_of(country, serial):
    """(registration number, VAT number) of an invented firm in the given country."""
    if country == "CZ":
        reg_no = czech_or_slovak_reg_no(serial)
        return reg_no, "CZ" + reg_no
    if country == "SK":
        return czech_or_slovak_reg_no(serial), slovak_vat_no(serial)
    if country == "DE":
        return f"HRB 99{serial:04d}", german_vat_no(serial)
    if country == "AT":
        return f"FN 99{serial:04d}x", austrian_vat_no(serial)
    return f"00099{serial:05d}", polish_vat_no(serial)
