#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.hpp"

namespace klicnik {

/// SQL text and its parameters grown together, so that a value can only become a parameter.
class Sql {
  public:
    Sql() = default;
    explicit Sql(std::string_view text) : text_(text) {}

    Sql& add(std::string_view text) {
        text_.append(text);
        return *this;
    }
    /// Appends the placeholder of a new parameter.
    Sql& bind(db::Value value) {
        params_.push_back(std::move(value));
        text_.append("$").append(std::to_string(params_.size()));
        return *this;
    }
    /// A column or table name, quoted: "user" and "position" are words of SQL.
    Sql& name(std::string_view identifier) {
        text_.append("\"").append(identifier).append("\"");
        return *this;
    }

    const std::string& text() const { return text_; }
    std::vector<db::Param> params() const {
        std::vector<db::Param> views;
        views.reserve(params_.size());
        for (const db::Value& value : params_) views.push_back(db::to_param(value));
        return views;
    }

  private:
    std::string text_;
    std::vector<db::Value> params_;
};

}  // namespace klicnik
