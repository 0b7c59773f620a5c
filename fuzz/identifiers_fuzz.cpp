// Identifiers, addresses and the bank's list of rates come from people and files: any bytes may. What
// is normalised once must stay as it is, and nothing allowed may hide another scheme.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/countries.hpp"
#include "base/identifiers.hpp"
#include "modules/ledger/cnb_list.hpp"
#include "platform/text/fold.hpp"

namespace {

using namespace klicnik;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_numbers(std::string_view text) {
    if (const auto ico = identifiers::normalised_ico(text)) {
        require(identifiers::normalised_ico(*ico) == ico);
    }
    const auto dic = identifiers::normalised_dic(text);
    require(identifiers::normalised_dic(dic) == dic);
    require(identifiers::dic_kind(dic) == identifiers::dic_kind(text));
    if (identifiers::dic_kind(text) == identifiers::DicKind::birth_number) {
        require(identifiers::masked_dic(text).find('*') != std::string::npos);
    }
    if (const auto iban = identifiers::iban_of_czech_account(text)) {
        require(identifiers::is_valid_iban(*iban));
    }
    if (const auto psc = identifiers::normalised_psc(text)) {
        require(identifiers::normalised_psc(identifiers::psc_text(*psc)) == psc);
    }
}

void check_addresses(std::string_view text) {
    for (const auto country : {"CZ", "DE", "US", "XX"}) {
        const auto phone = identifiers::normalised_phone(text, country);
        if (!phone) continue;
        require(identifiers::normalised_phone(*phone, country) == phone);
        require(identifiers::normalised_phone(identifiers::phone_text(*phone), country) == phone);
    }
    if (const auto url = identifiers::normalised_website(text)) {
        require(identifiers::is_allowed_url(*url));
        require((*url)[0] == 'h' || (*url)[0] == 'H');
    }
    if (const auto code = country_code(text)) require(is_country_code(*code));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (!text::is_valid_utf8(input)) return -1;  // refused at the edge
    check_numbers(input);
    check_addresses(input);
    (void)identifiers::warnings({.reg_no = input,
                                 .vat_no = input,
                                 .country = input.substr(0, 2),
                                 .email = input,
                                 .phone = input,
                                 .website = input,
                                 .postal_code = input});
    if (const auto list = ledger::parse_cnb_list(input)) {
        for (const auto& rate : list->rates) require(rate.units > 0 && rate.rate.units > 0);
    }
    return 0;
}
