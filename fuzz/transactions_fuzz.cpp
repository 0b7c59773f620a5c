// A bare file of purchases, whatever it holds: every row is a purchase, without a customer or refused, and nothing else happens.

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "modules/indicators/transaction_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::istringstream stream(std::string(reinterpret_cast<const char*>(data), size));
    const auto found = klicnik::indicators::read_transactions(stream, size);
    if (!found) return 0;
    const auto purchases = static_cast<std::int64_t>(found->customers.size());
    if (purchases + found->without_customer + found->refused != found->rows) std::abort();
    if (found->days.size() != found->customers.size() || found->amounts.size() != found->customers.size()) std::abort();
    for (const std::uint32_t customer : found->customers) {
        if (customer >= found->keys.size()) std::abort();
    }
    return 0;
}
