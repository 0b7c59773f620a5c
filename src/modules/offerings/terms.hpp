#pragma once

/// The closed vocabularies of what we sell and of contracts; enumerators are spelled as stored.
namespace klicnik::offerings {

enum class OfferingKind { product, service, feature, module };

/// frame: the terms of orders to come, often without a value of its own.
enum class ContractKind { frame, subscription, service, licence, rental, other };

/// expired: ran out by the calendar. terminated: ended by notice or by agreement. See rules::implied_state().
enum class ContractState { draft, active, notice_given, expired, terminated };

}  // namespace klicnik::offerings
