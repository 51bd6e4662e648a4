# What is done often, by name. `make` alone lists it.

JDK := . .mvn/find-jdk.sh
MVN := $(JDK) && ./mvnw -B
APP := api/target/app
JAR := api-0.1.0-SNAPSHOT-app.jar
SOURCES := $(shell find pom.xml policies workflows activities api \
	-name target -prune -o -path '*/src/test' -prune -o -type f -print)

# A person has just read why it failed, and needs no line of make's about it; a script needs the code.
READ := || [ -t 2 ]
# Ctrl-C is for the product, which stops in order; the shell between waits for it.
RUN := trap : INT; PRELOOP_COMMAND=./preloop scripts/product

.PHONY: help up reset-password demo test bench bench-verdicts bench-load soak soak-sessions build format clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

up: $(APP)/$(JAR) ## Start the product with its own PostgreSQL and Temporal; Ctrl-C stops everything
	@$(RUN) $(READ)

reset-password: $(APP)/$(JAR) ## Give the owner another password, while Preloop is stopped
	@$(RUN) --reset-owner-password $(READ)

demo: ## Play the story against the running product: allowed, denied, approved
	@./preloop demo $(READ)

test: ## Build everything and run all tests
	@$(MVN) verify

bench: bench-verdicts bench-load ## Measure what performance.md reports: verdicts, then the whole product under load

bench-verdicts: bench/target/dependency ## Measure a verdict alone, with JMH
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -cp 'bench/target/*:bench/target/dependency/*' org.openjdk.jmh.Main

bench-load: $(APP)/$(JAR) bench/target/dependency ## Measure the product as make up starts it, with all on this machine
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -cp 'bench/target/*:bench/target/dependency/*' ai.preloop.bench.load.LoadBench \
		scripts/product

soak: $(APP)/$(JAR) bench/target/dependency ## Keep the product under mixed load for SOAK_MINUTES (60); fails when anything drifts
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -cp 'bench/target/*:bench/target/dependency/*' ai.preloop.bench.soak.Soak \
		scripts/product

soak-sessions: $(APP)/$(JAR) bench/target/dependency ## Keep 500 sessions with their streams open for SOAK_MINUTES (10); fails when anything is left behind
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -cp 'bench/target/*:bench/target/dependency/*' ai.preloop.bench.soak.SessionSoak \
		scripts/product

bench/target/dependency: $(SOURCES) $(shell find bench -name target -prune -o -type f -print)
	@$(MVN) -q -pl bench -am package dependency:copy-dependencies -DskipTests -DskipFuzz
	@touch $@

build: $(APP)/$(JAR) ## Build everything without running tests
	@$(MVN) package -DskipTests

format: ## Lay the code out as the build wants it
	@$(MVN) -q spotless:apply

clean: ## Remove what was built; data under PRELOOP_HOME stays
	@$(MVN) -q clean

# Extracted, since a nested jar starts slower and cannot be archived for the next start.
$(APP)/$(JAR): $(SOURCES)
	@echo "Building Preloop; this is done once for each change."
	@$(MVN) -q -pl api -am package -Dmaven.test.skip -DskipFuzz
	@rm -rf $(APP)
	@$(JDK) && "$$JAVA_HOME/bin/java" -Djarmode=tools -jar api/target/$(JAR) extract --destination $(APP)
	@touch $@
