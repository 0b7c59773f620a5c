#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/text/messages.hpp"
#include "tests/support/server_process.hpp"

namespace klicnik::test {

/// Collects what went wrong over thousands of requests, a few examples of each kind, and judges every refusal: the status
/// must fit its kind, and every code must have a text in both languages.
class FaultBook {
  public:
    FaultBook();

    /// Counts the request and checks the answer whatever it is: whole, no 5xx, a well-formed problem. False on a fault.
    bool judge(const HttpAnswer& answer, const std::string& what);
    void note(const std::string& kind, const std::string& example);

    int requests() const { return requests_; }
    bool empty() const { return faults_.empty(); }
    std::string text() const;

  private:
    bool judge_problem(const HttpAnswer& answer, const std::string& what);

    text::Messages messages_;
    std::map<std::string, std::vector<std::string>> faults_;
    std::map<std::string, int> counts_;
    int requests_ = 0;
};

}  // namespace klicnik::test
