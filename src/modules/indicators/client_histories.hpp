#pragma once

#include <memory>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "modules/indicators/purchase_history.hpp"
#include "records/reader.hpp"

/// The histories of purchases of all clients, from the days on which the ledger says they bought, kept in memory: millions of
/// days are read once, and after a change those of the clients that it concerns.
namespace klicnik::indicators {

struct ClientHistories {
    Date as_of;                              ///< the last day that they know of
    std::vector<Uuid> accounts;              ///< who bought by the day, ascending
    std::vector<CustomerHistory> histories;  ///< one each, in the base currency; `customer` is the place here
    std::vector<Uuid> without_rate;          ///< left out, ascending: half a history would look like one who hardly buys
    friend bool operator==(const ClientHistories&, const ClientHistories&) = default;
};

ClientHistories load_client_histories(const Reader& reader, Date as_of);

/// As of this snapshot of the database or a later one; those of the last two days asked about are kept. As current_cube(), for
/// readers only.
std::shared_ptr<const ClientHistories> current_client_histories(const Reader& reader, Date as_of);

}  // namespace klicnik::indicators
