#include "app/app.hpp"
#include "modules/accounts/account_assignment.hpp"
#include "modules/accounts/operations.hpp"
#include "modules/contacts/contact.hpp"
#include "modules/contacts/operations.hpp"
#include "modules/identity/absence.hpp"
#include "modules/identity/operations.hpp"
#include "modules/identity/workspace.hpp"
#include "modules/indicators/operations.hpp"
#include "modules/intake/operations.hpp"
#include "modules/ledger/exchange_rate.hpp"
#include "modules/ledger/ledger_entry.hpp"
#include "modules/ledger/operations.hpp"
#include "modules/library/operations.hpp"
#include "modules/library/saved_report.hpp"
#include "modules/offerings/contract.hpp"
#include "modules/offerings/entitlement.hpp"
#include "modules/offerings/operations.hpp"
#include "modules/segmentation/account_judgement.hpp"
#include "modules/segmentation/account_score.hpp"
#include "modules/segmentation/operations.hpp"
#include "modules/segmentation/segmentation_model.hpp"
#include "modules/segmentation/tier_decision.hpp"
#include "records/search.hpp"

namespace klicnik {

void register_modules() {
    static const Entity* const entities[] = {
        &entity_of<Workspace>(),     &entity_of<Department>(),        &entity_of<User>(),
        &entity_of<Absence>(),       &entity_of<ImportRun>(), &entity_of<SavedReport>(),         &entity_of<Account>(),
        &entity_of<AccountAssignment>(), &entity_of<Contact>(),       &entity_of<Offering>(),
        &entity_of<Contract>(),      &entity_of<Entitlement>(),       &entity_of<LedgerEntry>(),
        &entity_of<ExchangeRate>(),  &entity_of<SegmentationModel>(), &entity_of<AccountJudgement>(),
        &entity_of<TierDecision>(),  &entity_of<AccountScore>(),
    };
    register_entities(entities);
}

std::vector<Operation> all_operations() {
    std::vector<Operation> all;
    const auto add = [&all](std::vector<Operation> some) {
        for (Operation& operation : some) all.push_back(std::move(operation));
    };
    add(identity::operations());
    add(library::operations());
    add(accounts::operations());
    add(contacts::operations());
    add(offerings::operations());
    add(ledger::operations());
    add(segmentation::operations());
    add(indicators::operations());
    add(intake::operations());
    all.push_back(search_operation());
    return all;
}

}  // namespace klicnik
