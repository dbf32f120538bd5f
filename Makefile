# Repère: one Makefile, not recursive. `make help` lists what it does.

VERSION = 0.1.0
prefix ?= /usr/local
BUILD ?= build
CC ?= gcc
CXX ?= g++

# ---- what is needed, by Debian package; `make deps` installs what is missing ----
# The README says why each is there.
DEPS_BUILD = gcc g++ pkg-config libglib2.0-dev libxapian-dev libpoppler-glib-dev libicu-dev libxml2-dev \
  libmicrohttpd-dev libseccomp-dev libjson-glib-dev libzstd-dev zlib1g-dev libroaring-dev libsystemd-dev \
  libcurl4-openssl-dev libcsv-dev libtesseract-dev libleptonica-dev
# The dictionaries may be absent at run time: words are then not translated, and it is said.
DEPS_RUN = poppler-data fonts-dejavu-core curl ca-certificates apertium-eng-spa apertium-fr-es apertium-eng-cat apertium-fra-cat \
  apertium-spa-cat dict-freedict-eng-fra dict-freedict-fra-eng dict-freedict-eng-spa dict-freedict-spa-eng \
  tesseract-ocr-eng tesseract-ocr-fra tesseract-ocr-spa
DEPS_TEST = libsqlite3-dev lttoolbox-dev jq libxml2-utils poppler-utils prometheus procps bibutils jing python3 \
  $(shell { command -v node && command -v npm; } >/dev/null || echo nodejs npm)
DEPS_LINT = clang clang-tidy cppcheck shellcheck mandoc libclang-rt-14-dev
DEPS_BENCH = poppler-utils xapian-omega jq procps curl wrk python3
DEPS_RIVALS = sphinxsearch groonga-bin sqlite3 postgresql python3-pymysql python3-psycopg2
DEPS_RELEVANCE = python3 python3-xapian groonga-bin poppler-utils
DEPS_ACCURACY = python3 mupdf-tools
DEPS_CORPUS = weasyprint qpdf groff ghostscript poppler-utils python3 fonts-liberation fonts-dejavu-core

# ---- flags ----
PACKAGES = glib-2.0 gio-2.0 gio-unix-2.0 poppler-glib icu-uc icu-i18n libxml-2.0 libmicrohttpd libseccomp json-glib-1.0 \
  libzstd zlib libsystemd libcurl
# Recognising scanned pages is left out where Tesseract is not there, or with OCR=0 (after `make clean`).
OCR_PACKAGES = tesseract lept
OCR ?= 1
OPT ?= -O2
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wwrite-strings -Wformat=2 -Werror
WARN_C = $(WARN) -Wstrict-prototypes -Wmissing-prototypes -Wvla
SANITIZE =
ifdef ASAN
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
ifdef FUZZ
# clang; what it warns of is make lint's matter
WARN = -w
SANITIZE = -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
DEFINES = -D_GNU_SOURCE -DREPERE_VERSION='"$(VERSION)"'
CFLAGS_ALL = -std=gnu11 $(OPT) -g $(SANITIZE) $(WARN_C) -fPIC -fvisibility=hidden $(DEFINES) -Iinclude -Ilib -I. \
  $(PKG_CFLAGS) $(OCR_CFLAGS) $(CFLAGS)
CXXFLAGS_ALL = -std=c++17 $(OPT) -g $(SANITIZE) $(WARN) -fPIC -fvisibility=hidden -Iinclude $(XAPIAN_CFLAGS) $(CXXFLAGS)
LDFLAGS_ALL = $(SANITIZE) $(LDFLAGS)

# pkg-config is asked once, when something is to be compiled: `make deps` must run before it is there.
ifneq ($(filter-out help deps test demo stop clean lint lint-deps check-asan corpus fuzz,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/flags.mk
endif

# ---- what is built ----
LIB_C := $(filter-out lib/resources.c,$(wildcard lib/*.c))
INDEXER_C := $(wildcard indexer/*.c)
SEARCHD_C := $(wildcard searchd/*.c searchd/formats/*.c)
CLIENT_C := $(wildcard client/*.c)
TEST_C := $(wildcard tests/unit/test_*.c tests/engine/test_*.c tests/indexer/test_*.c tests/http/test_*.c)
TEST_SH := $(wildcard tests/unit/*.sh tests/engine/*.sh tests/indexer/*.sh tests/http/*.sh)
BENCH_C := $(wildcard tests/bench/bench_*.c)
FUZZ_C := $(wildcard tests/fuzz/fuzz_*.c)
C_FILES := $(LIB_C) $(INDEXER_C) $(SEARCHD_C) $(CLIENT_C) $(TEST_C) $(BENCH_C) $(FUZZ_C)

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
PROGRAMS = $(BUILD)/repere-indexer $(BUILD)/repere-searchd $(BUILD)/repere
WRAPPER = $(BUILD)/libxapian-c.a $(BUILD)/libxapian-c.so.0
TESTS := $(patsubst %.c,$(BUILD)/%,$(TEST_C))
BENCHES := $(patsubst %.c,$(BUILD)/%,$(BENCH_C))
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(FUZZ_C))

ifeq ($(V),1)
say =
else
say = @echo "  $(1)";
endif

.PHONY: all help deps test check check-asan lint clean install demo stop bench-index bench-search bench-expansion bench-analysis bench-update bench-million bench-rivals bench-load relevance corpus \
  tests torture fuzz fuzz-run soak
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAMS) $(WRAPPER)

help:
	@echo "make            build into $(BUILD)/"
	@echo "make demo       install what is missing, build, index the sample library, leave a daemon answering"
	@echo "make stop       stop the demo's daemon"
	@echo "make test       install what the tests need and run them all"
	@echo "make check      run the tests, install nothing"
	@echo "make check-asan the same under address and undefined-behaviour sanitizers"
	@echo "make lint       clang-tidy, cppcheck, shellcheck, manual pages"
	@echo "make fuzz       what reads strangers' bytes, fuzzed for FUZZ_SECONDS=$(FUZZ_SECONDS) under sanitizers"
	@echo "make soak       killed, disks full and indexers in each other's way, at length: SOAK_KILLS=100 SOAK_SECONDS=600"
	@echo "make torture    every file of REPERE_SHARED/torture through the workers"
	@echo "make bench-index | bench-search | bench-expansion | bench-analysis    measure, side by side with others"
	@echo "make bench-update  an update when one file changed among N=10000 works (BENCH_DIR= keeps them)"
	@echo "make bench-million | bench-rivals | bench-load      the same on N= generated works (BENCH_DIR= keeps them)"
	@echo "make relevance  ranking and language parity against the figures kept; UPDATE=1 keeps new ones, RIVALS=0 asks no rival"
	@echo "make accuracy   the indexed text of REPERE_SHARED/library against an independent extractor's"
	@echo "make corpus     build the sample library's PDFs again from their sources"
	@echo "make deps       install what building and running need"
	@echo "make install    DESTDIR= prefix=$(prefix)"
	@echo "make clean"

$(BUILD)/flags.mk: Makefile
	@mkdir -p $(@D)
	@command -v pkg-config >/dev/null || { echo "pkg-config is missing: run 'make deps' first." >&2; exit 69; }
	@{ echo "PKG_CFLAGS := $$(pkg-config --cflags $(PACKAGES))" && \
	   echo "PKG_LIBS := $$(pkg-config --libs $(PACKAGES))" && \
	   if [ "$(OCR)" != 0 ] && pkg-config --exists $(OCR_PACKAGES); then \
	     echo "OCR_CFLAGS := -DREPERE_OCR $$(pkg-config --cflags $(OCR_PACKAGES))" && \
	     echo "OCR_LIBS := $$(pkg-config --libs-only-L --libs-only-l $(OCR_PACKAGES))"; fi && \
	   echo "XAPIAN_CFLAGS := $$(pkg-config --cflags xapian-core)" && \
	   echo "XAPIAN_LIBS := $$(pkg-config --libs xapian-core)"; } > $@
	@pkg-config --exists $(PACKAGES) xapian-core || \
	  { pkg-config --print-errors --exists $(PACKAGES) xapian-core; rm -f $@; \
	    echo "Some libraries are missing: run 'make deps' first." >&2; exit 69; }

$(BUILD)/obj/%.o: %.c $(BUILD)/flags.mk
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/obj/lib/xapian_c.o: lib/xapian_c.cc $(BUILD)/flags.mk
	@mkdir -p $(@D)
	$(call say,CXX  $<)$(CXX) $(CXXFLAGS_ALL) -MMD -MP -c -o $@ $<

# The schema of records travels inside the programs.
$(BUILD)/resources.c: lib/repere.gresource.xml corpus/record.rng
	@mkdir -p $(@D)
	$(call say,GEN  $@)glib-compile-resources --generate-source --c-name repere --internal --sourcedir=corpus --target=$@ $<
$(BUILD)/obj/lib/resources.o: $(BUILD)/resources.c $(BUILD)/flags.mk
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(CFLAGS_ALL) -Wno-overlength-strings -c -o $@ $<

# So does the description of the daemon's requests.
$(BUILD)/openapi.c: searchd/openapi.gresource.xml searchd/openapi.json
	@mkdir -p $(@D)
	$(call say,GEN  $@)glib-compile-resources --generate-source --c-name openapi --internal --sourcedir=searchd --target=$@ $<
$(BUILD)/obj/searchd/openapi.o: $(BUILD)/openapi.c $(BUILD)/flags.mk
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(CFLAGS_ALL) -Wno-overlength-strings -c -o $@ $<

archive = mkdir -p $(@D); rm -f $@; $(AR) rcs $@ $(filter %.o,$^)
$(BUILD)/librepere.a: $(call obj,$(LIB_C)) $(BUILD)/obj/lib/xapian_c.o $(BUILD)/obj/lib/resources.o
	$(call say,AR   $@)$(archive)
$(BUILD)/libindexer.a: $(call obj,$(filter-out indexer/main.c,$(INDEXER_C)))
	$(call say,AR   $@)$(archive)
$(BUILD)/libsearchd.a: $(call obj,$(filter-out searchd/main.c,$(SEARCHD_C))) $(BUILD)/obj/searchd/openapi.o
	$(call say,AR   $@)$(archive)
$(BUILD)/libclient.a: $(call obj,$(filter-out client/main.c,$(CLIENT_C)))
	$(call say,AR   $@)$(archive)

LINK = $(CXX) $(LDFLAGS_ALL) -o $@ $^ $(PKG_LIBS) $(XAPIAN_LIBS) $(LIBS) \
  $(if $(filter %libindexer.a,$^),$(OCR_LIBS)) -lroaring -lcsv -lm -lpthread
$(BUILD)/repere-indexer: $(BUILD)/obj/indexer/main.o $(BUILD)/libindexer.a $(BUILD)/librepere.a
	$(call say,LD   $@)$(LINK)
$(BUILD)/repere-searchd: $(BUILD)/obj/searchd/main.o $(BUILD)/libsearchd.a $(BUILD)/librepere.a
	$(call say,LD   $@)$(LINK)
$(BUILD)/repere: $(BUILD)/obj/client/main.o $(BUILD)/libclient.a $(BUILD)/librepere.a
	$(call say,LD   $@)$(LINK)

# The C API over libxapian stands on its own: a static and a shared library.
$(BUILD)/libxapian-c.a: $(BUILD)/obj/lib/xapian_c.o
	$(call say,AR   $@)$(archive)
$(BUILD)/libxapian-c.so.0: $(BUILD)/obj/lib/xapian_c.o lib/libxapian-c.map
	$(call say,LD   $@)$(CXX) $(LDFLAGS_ALL) -shared -Wl,-soname,libxapian-c.so.0 -Wl,--version-script=lib/libxapian-c.map -o $@ $< $(XAPIAN_LIBS)
	@ln -sf libxapian-c.so.0 $(BUILD)/libxapian-c.so

# ---- tests ----
$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libsearchd.a $(BUILD)/libclient.a $(BUILD)/librepere.a
	@mkdir -p $(@D)
	$(call say,LD   $@)$(LINK)
$(BUILD)/tests/http/%: $(BUILD)/obj/tests/http/%.o $(BUILD)/libsearchd.a $(BUILD)/librepere.a
	@mkdir -p $(@D)
	$(call say,LD   $@)$(LINK)
# The oracle of the counts is SQLite.
$(BUILD)/tests/engine/test_oracle: LIBS = -lsqlite3
$(BUILD)/tests/engine/%: $(BUILD)/obj/tests/engine/%.o $(BUILD)/libindexer.a $(BUILD)/librepere.a
	@mkdir -p $(@D)
	$(call say,LD   $@)$(LINK)
$(BUILD)/tests/indexer/%: $(BUILD)/obj/tests/indexer/%.o $(BUILD)/libindexer.a $(BUILD)/librepere.a
	@mkdir -p $(@D)
	$(call say,LD   $@)$(LINK)
$(BUILD)/tests/bench/%: $(BUILD)/obj/tests/bench/%.o $(BUILD)/libindexer.a $(BUILD)/librepere.a
	@mkdir -p $(@D)
	$(call say,LD   $@)$(LINK)

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/libsearchd.a $(BUILD)/libindexer.a $(BUILD)/librepere.a
	@mkdir -p $(@D)
	$(call say,LD   $@)$(LINK) -fsanitize=fuzzer

tests: all $(TESTS)

test:
	@sh tests/install.sh $(DEPS_BUILD) $(DEPS_RUN) $(DEPS_TEST)
	@$(MAKE) --no-print-directory -j$$(nproc) check

check: tests
	@BUILD=$(BUILD) sh tests/run.sh $(TEST_SH) $(TESTS)

# SHORT=1 leaves out what kills, fills and watches by the clock: sanitizers make it slow, and it runs without them.
TEST_LONG := $(addprefix tests/engine/,killed.sh full.sh watch.sh moved.sh follow.sh)
check-asan:
	@sh tests/install.sh $(DEPS_BUILD) $(DEPS_RUN) $(DEPS_TEST)
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan ASAN=1 OPT=-O1 -j$$(nproc) check \
	  TEST_SH='$(if $(SHORT),$(filter-out $(TEST_LONG),$(TEST_SH)),$(TEST_SH))'

# clang's libFuzzer; all fuzzers run at once. Its objects are its own.
FUZZ_SECONDS ?= 600
fuzz:
	@sh tests/install.sh $(DEPS_BUILD) $(DEPS_LINT)
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz FUZZ=1 OPT=-O1 CC=clang CXX=clang++ -j$$(nproc) fuzz-run
fuzz-run: $(FUZZERS)
	@BUILD=$(BUILD) FUZZ_SECONDS=$(FUZZ_SECONDS) sh tests/fuzz/run.sh $(FUZZERS)

# The tests of what goes wrong, at length: SOAK_KILLS= times killed, SOAK_SIZES= (KB) of full disks, SOAK_SECONDS= of
# indexers in each other's way.
soak: all
	@sh tests/install.sh $(DEPS_RUN) $(DEPS_TEST)
	@BUILD=$(BUILD) TEST_SECONDS=$(or $(TEST_SECONDS),14400) JOBS=1 sh tests/run.sh $(wildcard tests/soak/*.sh)

torture: $(BUILD)/tests/indexer/test_torture $(BUILD)/repere-indexer
	@[ -d "$$REPERE_SHARED/torture" ] || { echo "REPERE_SHARED names no folder with torture/ in it." >&2; exit 66; }
	@$(BUILD)/tests/indexer/test_torture "$$REPERE_SHARED/torture" 2 10 512

bench-index: all
	@sh tests/install.sh $(DEPS_BENCH)
	@BUILD=$(BUILD) bash tests/bench/index.sh
bench-search: all $(BENCHES)
	@BUILD=$(BUILD) bash tests/bench/search.sh
bench-expansion: all $(BENCHES)
	@BUILD=$(BUILD) bash tests/bench/expansion.sh
bench-analysis: $(BENCHES)
	@BUILD=$(BUILD) bash tests/bench/analysis.sh
bench-update: all $(BENCHES)
	@sh tests/install.sh $(DEPS_BENCH)
	@BUILD=$(BUILD) bash tests/bench/update.sh
# N works (BENCH_DIR= keeps them): indexed and asked; beside the engines that Debian has; under load.
bench-million: all $(BENCHES)
	@sh tests/install.sh $(DEPS_BENCH)
	@BUILD=$(BUILD) N=$(or $(N),1000000) bash tests/bench/questions.sh
bench-rivals: all $(BENCHES)
	@sh tests/install.sh $(DEPS_BENCH)
	@for package in $(DEPS_RIVALS); do sh tests/install.sh $$package || true; done
	@BUILD=$(BUILD) N=$(or $(N),100000) bash tests/bench/questions.sh sphinx groonga postgresql sqlite
bench-load: all $(BENCHES)
	@sh tests/install.sh $(DEPS_BENCH)
	@BUILD=$(BUILD) N=$(or $(N),100000) bash tests/bench/load.sh

# ---- relevance ----
# RIVALS=0: the other engines are shown as they were kept. RELEVANCE_DIR= keeps the indexes for another run of a like build.
RIVALS ?= 1
relevance: all
	@sh tests/install.sh $(DEPS_RUN) $(DEPS_RELEVANCE)
	@/usr/bin/python3 tests/relevance/relevance.py $(BUILD) $(if $(filter-out 0,$(RIVALS)),--rivals) $(if $(UPDATE),--update) \
	  $(if $(RELEVANCE_DIR),--dir $(RELEVANCE_DIR)) $(ONLY:%=--only %)

# ---- accuracy of extraction ----
# ACCURACY_DIR= keeps the index for another run.
.PHONY: accuracy
accuracy: all
	@sh tests/install.sh $(DEPS_RUN) $(DEPS_ACCURACY)
	@/usr/bin/python3 tests/indexer/accuracy.py $(BUILD) $(if $(ACCURACY_DIR),--dir $(ACCURACY_DIR))

# ---- lint ----
lint-deps:
	@sh tests/install.sh $(DEPS_BUILD) $(DEPS_RUN) $(DEPS_LINT)
lint: lint-deps
	@$(MAKE) --no-print-directory lint-run
.PHONY: lint-deps lint-run
lint-run: $(BUILD)/flags.mk
	@BUILD=$(BUILD) sh tests/lint.sh '$(subst ',,$(filter-out -O% -g -Werror,$(CFLAGS_ALL)))' '$(XAPIAN_CFLAGS)' $(C_FILES)

# ---- the rest ----
deps:
	@sh tests/install.sh $(DEPS_BUILD) $(DEPS_RUN)

demo: deps
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@BUILD=$(BUILD) sh corpus/demo.sh start

stop:
	@BUILD=$(BUILD) sh corpus/demo.sh stop

corpus:
	@sh tests/install.sh $(DEPS_CORPUS)
	@python3 corpus/build.py

install: all
	install -d $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/lib/pkgconfig \
	  $(DESTDIR)$(prefix)/include $(DESTDIR)$(prefix)/share/repere $(DESTDIR)$(prefix)/share/man/man1 \
	  $(DESTDIR)$(prefix)/share/man/man5 $(DESTDIR)$(prefix)/share/man/man7 $(DESTDIR)$(prefix)/share/man/man8 \
	  $(DESTDIR)$(prefix)/share/bash-completion/completions $(DESTDIR)$(prefix)/lib/systemd/system
	install -m 755 $(PROGRAMS) $(DESTDIR)$(prefix)/bin/
	install -m 644 include/xapian_c.h $(DESTDIR)$(prefix)/include/
	install -m 644 $(BUILD)/libxapian-c.a $(DESTDIR)$(prefix)/lib/
	install -m 755 $(BUILD)/libxapian-c.so.0 $(DESTDIR)$(prefix)/lib/
	ln -sf libxapian-c.so.0 $(DESTDIR)$(prefix)/lib/libxapian-c.so
	sed -e 's|@prefix@|$(prefix)|g' -e 's|@version@|$(VERSION)|g' lib/libxapian-c.pc.in \
	  > $(DESTDIR)$(prefix)/lib/pkgconfig/libxapian-c.pc
	install -m 644 corpus/record.rng $(DESTDIR)$(prefix)/share/repere/
	install -m 644 man/*.1 $(DESTDIR)$(prefix)/share/man/man1/
	install -m 644 man/*.5 $(DESTDIR)$(prefix)/share/man/man5/
	install -m 644 man/*.7 $(DESTDIR)$(prefix)/share/man/man7/
	install -m 644 man/*.8 $(DESTDIR)$(prefix)/share/man/man8/
	install -m 644 client/completion.bash $(DESTDIR)$(prefix)/share/bash-completion/completions/repere
	install -m 644 indexer/completion.bash $(DESTDIR)$(prefix)/share/bash-completion/completions/repere-indexer
	sed 's|@prefix@|$(prefix)|g' indexer/repere-indexer.service > $(DESTDIR)$(prefix)/lib/systemd/system/repere-indexer.service
	for unit in service socket; do sed 's|@prefix@|$(prefix)|g' searchd/repere-searchd.$$unit \
	  > $(DESTDIR)$(prefix)/lib/systemd/system/repere-searchd.$$unit; done

clean:
	@rm -rf $(BUILD)

-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/obj/*/*/*.d)
