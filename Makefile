# One verb for each kind of work. A verb installs what it needs on the way, so nothing has to be run before it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# A verb's steps are in order; ninja and the scripts use all cores by themselves.
.NOTPARALLEL:
.PHONY: help setup run test lint format bench bench-attacks bench-check bench-growth bench-peers torture fuzz
.PHONY: up down logs migrate web wire screenshots bare sbom scan pin clean

# What a caller may set.
JOBS ?= $(shell nproc)
ARGS ?=
BASE ?=
FILTER ?= *
SANITIZER ?= address
FUZZ_SECONDS ?= 60
NODES ?= 1

# The build in which the tests run: a preset for each sanitizer.
tested = $(or $(build-for-$(SANITIZER)),$(error SANITIZER is address or thread))
build-for-address = debug
build-for-thread = tsan
build = cmake --build --preset $(1) --parallel $(JOBS)
compose = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)
sources = find include src tests bench -name '*.hpp' -o -name '*.cpp'

## This list
help:
	@awk -F : '/^## / { text = substr($$0, 4) } /^[a-z-]+:/ { printf "  make %-12s %s\n", $$1, text }' Makefile

## Install the Debian packages that are missing (says which; nothing when all are there)
setup:
	@scripts/setup

## Build the release and serve; it prints its URL (ARGS="--port 9000" for the server's own options)
run: needs-build+node web build/release/build.ninja
	@$(call build,release) --target parleyd
	@exec build/release/parleyd serve $(ARGS)

## Build with AddressSanitizer and UBSan (SANITIZER=thread: ThreadSanitizer), run every test (FILTER='Sequencer*')
test: needs-build+test+node+page web build/$(tested)/build.ninja
	@rm -f build/$(tested)/test-summary
	@$(call build,$(tested))
	@scripts/test --build build/$(tested) --filter '$(FILTER)' --jobs $(JOBS)

## Formatting, clang-tidy, layers, hygiene, API documents, TypeScript, load scripts: what CI refuses, said here first
lint: needs-build+test+bench+lint+node web build/lint/build.ninja build/debug/build.ninja
	@$(call build,debug) --target parleyd
	@ninja -C build/lint --quiet build.ninja
	@JOBS=$(JOBS) scripts/lint

## Format the C++ sources in place
format: needs-lint
	@$(sources) | xargs clang-format-19 -i

## Torture three nodes with every fault there is and check that nothing acknowledged is lost (ARGS="--rounds 1")
torture: needs-build+test+node web build/$(tested)/build.ninja
	@$(call build,$(tested)) --target parley_torture
	@LSAN_OPTIONS=suppressions=$(CURDIR)/tests/sanitizers/leaks.txt:print_suppressions=0 \
	  build/$(tested)/tests/parley_torture $(ARGS)

## Build the release with the benchmarks and run them (ARGS are bench/run's)
bench: needs-build+test+bench+node web build/bench/build.ninja
	@$(call build,bench)
	@bench/run $(ARGS)

## Measure parleyd beside other servers, in turn, and print how the targets are met (ARGS are bench/peers/run's)
bench-peers: needs-build+test+bench+node web build/bench/build.ninja
	@$(call build,bench)
	@bench/peers/run $(ARGS)

## Measure what growth costs and draw it into docs/plots: twenty minutes (ARGS="--quick", a curve's name …)
bench-growth: needs-build+test+bench+node web build/bench/build.ninja
	@$(call build,bench) --target parley_bench
	@bench/growth/run $(ARGS)

## Measure what attacks within the limits do to other users: five minutes (ARGS="--attack edits --rounds 3")
bench-attacks: needs-build+test+bench+node web build/bench/build.ninja
	@$(call build,bench) --target parleyd
	@bench/attacks/run $(ARGS)

## Compare this tree's speed with the merge base's in one run; fails below 0.9 (BASE=commit, ARGS are bench/check's)
bench-check: needs-build+test+bench+node web build/bench/build.ninja
	@$(call build,bench) --target parleyd parley_bench
	@bench/check $(if $(BASE),--base $(BASE)) --jobs $(JOBS) $(ARGS)

## Run every fuzzer for FUZZ_SECONDS (60) on its corpus, as many at a time as there are cores
fuzz: needs-build+test build/fuzz/build.ninja
	@$(call build,fuzz)
	@scripts/fuzz --seconds $(FUZZ_SECONDS) --jobs $(JOBS)

## With Docker: build the image, start PostgreSQL, Redis, NODES (1) nodes and the proxy, print the address
up:
	@PARLEY_REVISION="$$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
		$(compose) up --detach --build --scale parleyd=$(NODES)
	@echo "Parley is at http://$$($(compose) port proxy 8080)"

## With Docker: stop and remove the containers; the data stays in its volumes
down:
	@$(compose) --profile dev down --remove-orphans

## With Docker: follow what the containers log (ARGS=parleyd for the nodes only)
logs:
	@$(compose) logs --follow --tail 100 $(ARGS)

## Build the release and bring the configured database's schema up to date (ARGS="status" or "check" to look only)
migrate: needs-build+node web build/release/build.ninja
	@$(call build,release) --target parleyd
	@exec build/release/parleyd migrate $(ARGS)

## Photograph the web client over a lively example, wide and narrow, light and dark, into docs/screenshots
screenshots: needs-build+test+node+page+pictures web build/release/build.ninja
	@$(call build,release) --target parleyd
	@PARLEYD=$(CURDIR)/build/release/parleyd scripts/screenshots

## Try make run, the README's curl block and make test on a Debian 12 that has nothing yet (root; ARGS="--no-test")
bare: needs-bare
	@scripts/bare $(ARGS)

## Write bills of materials (CycloneDX) of the image and of npm into build/sbom (ARGS="--image parley:latest")
sbom: needs-build+node+sbom
	@scripts/sbom $(ARGS)

## Look for known vulnerabilities in what `make sbom` has listed; needs the internet
scan: needs-node+sbom
	@scripts/scan

## Name images by their present digests, and GitHub's actions by the commits of their versions; needs the internet
pin: needs-pin
	@scripts/pin

## Regenerate the SDK's types (sdk/src/wire.ts) from the documents of the server that these sources make
wire: needs-build+node web build/quick/build.ninja
	@$(call build,quick) --target parleyd
	@scripts/node sdk/scripts/generate-wire.mjs build/quick/parleyd

## Build the web client into build/web, from where every build of the server takes it, when its sources changed
web:
	@scripts/build-web --quiet

## Remove what was built and installed below this folder
clean:
	rm -rf build web/node_modules sdk/node_modules tools/*/node_modules bench/peers/node_modules

# needs-build+test: the packages of these groups of scripts/packages.txt are installed.
needs-%:
	@scripts/setup --quiet $(subst +, ,$*)

# Configured once; ninja sees by itself when a CMake file changed or a source was added.
build/%/build.ninja: CMakePresets.json
	@cmake --preset $*
	@touch $@
