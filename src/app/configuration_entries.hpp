// Builds the entries of the table of configuration keys. There is a function for each type of value; each takes the
// field of Configuration that the key sets. Pure; any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <parley/app/configuration_keys.hpp>

namespace parley::configuration_entries {

// Makes a function that returns a reference to a field of a Configuration, which may be const.
#define PARLEY_FIELD(path) [](auto& configuration) -> auto& { return configuration.path; }

template <class Number>
double as_double(Number number) {
  return static_cast<double>(number);
}

template <class Number, class Period>
double as_double(std::chrono::duration<Number, Period> duration) {
  return static_cast<double>(duration.count());
}

template <class Number>
void assign(Number& field, double value) {
  field = static_cast<Number>(value);
}

template <class Number, class Period>
void assign(std::chrono::duration<Number, Period>& field, double value) {
  field = std::chrono::duration<Number, Period>(static_cast<Number>(value));
}

template <class Field>
ConfigurationKey numeric(ConfigurationType type, std::string_view name, std::string_view description, double least,
                         double most, Field field) {
  return {.name = name,
          .description = description,
          .type = type,
          .least = least,
          .most = most,
          .get = [field](const Configuration& from) { return as_double(field(from)); },
          .set = [field](Configuration& to,
                         const ConfigurationValue& value) { assign(field(to), std::get<double>(value)); }};
}

// Makes a key for an integer, or for a duration in whole units of the field's type.
template <class Field>
ConfigurationKey integer(std::string_view name, std::string_view description, double least, double most, Field field) {
  return numeric(ConfigurationType::integer, name, description, least, most, field);
}

// Makes a key for a number that may have a fraction.
template <class Field>
ConfigurationKey number(std::string_view name, std::string_view description, double least, double most, Field field) {
  return numeric(ConfigurationType::number, name, description, least, most, field);
}

// Makes a key for a boolean, a text or a list, which the field holds without conversion.
template <class Value, class Field>
ConfigurationKey plain(ConfigurationType type, std::string_view name, std::string_view description, Field field) {
  return {.name = name,
          .description = description,
          .type = type,
          .get = [field](const Configuration& from) { return ConfigurationValue(field(from)); },
          .set = [field](Configuration& to, const ConfigurationValue& value) { field(to) = std::get<Value>(value); }};
}

template <class Field>
ConfigurationKey boolean(std::string_view name, std::string_view description, Field field) {
  return plain<bool>(ConfigurationType::boolean, name, description, field);
}

template <class Field>
ConfigurationKey text(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  ConfigurationKey key = plain<std::string>(ConfigurationType::text, name, description, field);
  key.rule = &rule;
  return key;
}

// Marks a key as secret: its value is never printed, and it can be read from a file.
inline ConfigurationKey secret(ConfigurationKey key) {
  key.secret = true;
  return key;
}

template <class Field>
ConfigurationKey secret_text(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  return secret(text(name, description, rule, field));
}

template <class Field>
ConfigurationKey text_list(std::string_view name, std::string_view description, const TextRule& rule, Field field) {
  ConfigurationKey key = plain<std::vector<std::string>>(ConfigurationType::text_list, name, description, field);
  key.rule = &rule;
  return key;
}

template <class Field>
ConfigurationKey signing_keys(std::string_view name, std::string_view description, Field field) {
  return secret(plain<std::vector<SigningKey>>(ConfigurationType::signing_keys, name, description, field));
}

template <class Enum>
using Choices = std::vector<std::pair<std::string_view, Enum>>;

// Makes a key for one of several named values.
template <class Enum, class Field>
ConfigurationKey choice(std::string_view name, std::string_view description, const Choices<Enum>& choices,
                        Field field) {
  ConfigurationKey key{.name = name, .description = description, .type = ConfigurationType::choice};
  for (const auto& [text, value] : choices) key.choices.push_back(text);
  key.get = [field, choices](const Configuration& from) -> ConfigurationValue {
    for (const auto& [text, value] : choices) {
      if (value == field(from)) return std::string(text);
    }
    return std::string();
  };
  key.set = [field, choices](Configuration& to, const ConfigurationValue& chosen) {
    for (const auto& [text, value] : choices) {
      if (text == std::get<std::string>(chosen)) field(to) = value;
    }
  };
  return key;
}

}  // namespace parley::configuration_entries
