#!/usr/bin/env python3
"""Shows that every layering rule can fail: each test plants one wrong include in a small tree."""

import pathlib
import tempfile
import unittest

import check


class Layering(unittest.TestCase):
    def broken_rules(self, files):
        """Returns the rules that a tree of {path: included name} breaks. A name in quotes is included with quotes."""
        with tempfile.TemporaryDirectory() as folder:
            for path, target in files.items():
                file = pathlib.Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                name = target if target.startswith('"') else f"<{target}>"
                file.write_text(f"#include {name}\n", encoding="utf-8")
            return [name for name, faults in check.check(folder).items() if faults]

    def test_a_tree_that_follows_the_arrows_breaks_nothing(self):
        self.assertEqual([], self.broken_rules({
            "include/parley/core/user.hpp": "parley/base/uuid.hpp",
            "include/parley/api/operation.hpp": "nlohmann/json_fwd.hpp",
            "src/protocol/codec.cpp": "nlohmann/json.hpp",
            "src/api/table.cpp": "parley/store/database.hpp",
            "src/features/messages/service.cpp": "parley/features/receipts/read_cursors.hpp",
            "src/net/session.cpp": "boost/beast/http.hpp",
            "src/store/database.cpp": "store/sqlite/database.hpp",
            "src/store/sqlite/database.cpp": "sqlite3.h",
            "src/main.cpp": "parley/app/command_line.hpp",
        }))

    def test_an_include_to_the_right_is_caught_in_every_layer(self):
        for layer in check.DIRECTLY_LEFT:
            if layer != "main":
                right = "core" if layer == "base" else "app" if layer != "app" else None
                if right:
                    with self.subTest(layer):
                        self.assertIn(f"{layer}_includes_only_what_stands_left_of_it",
                                      self.broken_rules({f"src/{layer}/file.cpp": f"parley/{right}/other.hpp"}))

    def test_an_include_to_a_layer_beside_is_caught(self):
        for layer, beside in [("store", "bus"), ("bus", "store"), ("hub", "core"), ("core", "features"),
                              ("api", "features"), ("net", "features"), ("features", "net")]:
            with self.subTest(f"{layer} includes {beside}"):
                self.assertIn(f"{layer}_includes_only_what_stands_left_of_it",
                              self.broken_rules({f"include/parley/{layer}/file.hpp": f"parley/{beside}/other.hpp"}))

    def test_the_library_that_a_layer_must_not_see_is_caught(self):
        for layer, library in [("core", "sqlite3.h"), ("protocol", "boost/asio/ip/tcp.hpp"),
                               ("store", "nlohmann/json.hpp"), ("bus", "sqlite3.h"), ("hub", "sqlite3.h"),
                               ("features", "boost/beast/http.hpp"), ("api", "boost/asio/ip/tcp.hpp"),
                               ("net", "parley/store/users.hpp")]:
            with self.subTest(f"{layer} includes {library}"):
                broken = self.broken_rules({f"src/{layer}/file.cpp": library})
                self.assertTrue(any(name.startswith(f"{layer}_never_sees") for name in broken), broken)

    def test_an_implementation_included_by_another_is_caught(self):
        rule = "implementations_of_store_are_known_only_to_their_factory"
        for file in ["src/app/composition.cpp", "src/features/accounts/profiles.cpp", "src/store/postgres/users.cpp",
                     "include/parley/store/database.hpp"]:
            with self.subTest(file):
                self.assertIn(rule, self.broken_rules({file: "store/sqlite/connection.hpp"}))
        self.assertIn(rule, self.broken_rules({"src/store/postgres/users.cpp": "parley/store/sqlite/connection.hpp"}))

    def test_an_include_in_quotes_is_looked_up_beside_the_file(self):
        self.assertIn("implementations_of_store_are_known_only_to_their_factory", self.broken_rules({
            "src/store/postgres/users.cpp": '"../sqlite/connection.hpp"',
            "src/store/sqlite/connection.hpp": "vector",
        }))

    def test_a_heavy_public_header_is_caught(self):
        for library in ["nlohmann/json.hpp", "boost/beast/core.hpp", "pqxx/pqxx", "hiredis/hiredis.h", "sqlite3.h",
                        "spdlog/spdlog.h", "openssl/evp.h"]:
            with self.subTest(library):
                self.assertIn("public_headers_include_nothing_heavy",
                              self.broken_rules({"include/parley/app/file.hpp": library}))

    def test_forward_declared_json_is_for_the_headers_of_protocol_and_api(self):
        rule = "public_headers_include_nothing_heavy"
        self.assertNotIn(rule, self.broken_rules({"include/parley/protocol/codec.hpp": "nlohmann/json_fwd.hpp"}))
        self.assertIn(rule, self.broken_rules({"include/parley/app/file.hpp": "nlohmann/json_fwd.hpp"}))

    def test_an_arrow_between_features_that_is_not_listed_is_caught(self):
        self.assertIn("receipts_includes_only_features_it_has_an_arrow_to",
                      self.broken_rules({"src/features/receipts/service.cpp": "parley/features/messages/service.hpp"}))

    def test_a_cycle_between_features_is_caught(self):
        check.BETWEEN_FEATURES["search"].append("sync")
        check.BETWEEN_FEATURES["messages"].append("search")
        try:
            self.assertIn("arrows_between_features_have_no_cycle", self.broken_rules({}))
        finally:
            check.BETWEEN_FEATURES["search"].remove("sync")
            check.BETWEEN_FEATURES["messages"].remove("search")

    def test_a_store_that_includes_its_service_is_caught(self):
        rule = "inside_a_feature_operations_stand_over_services_over_stores_over_types"
        self.assertIn(rule, self.broken_rules({
            "src/features/search/store_sql.cpp": "parley/features/search/search_indexer.hpp"}))
        self.assertIn(rule, self.broken_rules({
            "include/parley/features/search/types.hpp": "parley/features/search/store.hpp"}))

    def test_a_feature_that_nobody_listed_is_caught(self):
        self.assertIn("every_file_is_in_a_layer", self.broken_rules({"src/features/weather/service.cpp": "string"}))

    def test_an_entry_of_still_wrong_that_nothing_needs_is_caught(self):
        with tempfile.TemporaryDirectory() as folder:
            found = check.check(folder, [("src/hub/.*", "parley/core/.*")])
        self.assertTrue(found["every_arrow_listed_as_still_wrong_exists"])

    def test_a_folder_that_is_no_layer_is_caught(self):
        self.assertIn("every_file_is_in_a_layer", self.broken_rules({"src/util/strings.cpp": "string"}))


if __name__ == "__main__":
    unittest.main()
