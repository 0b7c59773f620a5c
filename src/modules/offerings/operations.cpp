#include "modules/offerings/operations.hpp"

#include "modules/offerings/actions.hpp"

namespace klicnik::offerings {

namespace {

Result<Reply> post_placement(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const OfferingPlacement placement, read_input<OfferingPlacement>(call.body));
    TRY(const OfferingsPlaced placed, place_offerings(work, placement));
    return shape_reply(placed);
}

/// The contract in the path, for a step of its life. The version is checked when the caller names one.
Result<Contract> contract_in_path(const Reader& reader, const Call& call) {
    TRY(const Id<Contract> id, path_id<Contract>(call));
    TRY(const Contract contract, reader.get(id, Action::edit));
    if (call.version) CHECK_OK(check_version(call, contract.version));
    return contract;
}

Result<Reply> contract_reply(const Reader& reader, const Result<Contract>& done) {
    if (!done) return done.error();
    return record_reply(reader, entity_of<Contract>(), done.value().id.value);
}

Result<Reply> post_activation(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Contract before, contract_in_path(work, call));
    return contract_reply(work, activate_contract(work, before));
}

Result<Reply> post_notice(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Contract before, contract_in_path(work, call));
    TRY(const ContractNotice notice, read_input<ContractNotice>(call.body));
    return contract_reply(work, give_notice(work, before, notice));
}

Result<Reply> delete_notice(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Contract before, contract_in_path(work, call));
    return contract_reply(work, take_back_notice(work, before));
}

Result<Reply> post_termination(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Contract before, contract_in_path(work, call));
    TRY(const ContractTermination termination, read_input<ContractTermination>(call.body));
    return contract_reply(work, terminate_contract(work, before, termination));
}

Result<Reply> post_renewal(UnitOfWork& work, const Operation&, const Call& call) {
    TRY(const Contract before, contract_in_path(work, call));
    TRY(const ContractRenewal renewal, read_input<ContractRenewal>(call.body));
    return contract_reply(work, renew_contract(work, before, renewal));
}

}  // namespace

std::vector<Operation> operations() {
    const Entity& offering = entity_of<Offering>();
    const Entity& contract = entity_of<Contract>();
    const Entity& entitlement = entity_of<Entitlement>();
    constexpr Permission edit_contract{"contract", Action::edit};
    return {
        list_operation(offering),
        export_operation(offering),
        get_operation(offering),
        create_operation<Offering, create_offering>(),
        update_operation<Offering, update_offering>(),
        history_operation(offering),
        archive_operation(offering),
        restore_operation(offering),
        {.name = "offering.place", .verb = Verb::post, .path = "/offerings/placement", .permission = {"offering", Action::edit}, .entity = &offering,
         .input = &shape_of<OfferingPlacement>(), .answer = Answer::shape, .output = &shape_of<OfferingsPlaced>(), .write = post_placement},
        list_operation(contract),
        export_operation(contract),
        get_operation(contract),
        create_operation<Contract, create_contract>(),
        update_operation<Contract, update_contract>(),
        history_operation(contract),
        archive_operation(contract),
        restore_operation(contract),
        {.name = "contract.activate", .verb = Verb::post, .path = "/contracts/{id}/activation", .permission = edit_contract,
         .entity = &contract, .write = post_activation},
        {.name = "contract.give_notice", .verb = Verb::post, .path = "/contracts/{id}/notice", .permission = edit_contract,
         .entity = &contract, .input = &shape_of<ContractNotice>(), .write = post_notice},
        {.name = "contract.take_back_notice", .verb = Verb::del, .path = "/contracts/{id}/notice", .permission = edit_contract,
         .entity = &contract, .write = delete_notice},
        {.name = "contract.terminate", .verb = Verb::post, .path = "/contracts/{id}/termination", .permission = edit_contract,
         .entity = &contract, .input = &shape_of<ContractTermination>(), .write = post_termination},
        {.name = "contract.renew", .verb = Verb::post, .path = "/contracts/{id}/renewal", .permission = edit_contract,
         .entity = &contract, .input = &shape_of<ContractRenewal>(), .write = post_renewal},
        list_operation(entitlement),
        export_operation(entitlement),
        get_operation(entitlement),
        create_operation<Entitlement, create_entitlement>(),
        update_operation<Entitlement, update_entitlement>(),
        history_operation(entitlement),
        archive_operation(entitlement),
        restore_operation(entitlement),
    };
}

}  // namespace klicnik::offerings
