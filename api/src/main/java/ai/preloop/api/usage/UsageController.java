package ai.preloop.api.usage;

import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.identity.ApiKeys;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.usage.UsageFilter;
import ai.preloop.activities.usage.UsageLedger;
import ai.preloop.activities.usage.UsageLog;
import ai.preloop.activities.usage.UsageSummary;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What calls of models through the gateway used and cost. */
@RestController
@Tag(name = "Model gateway")
@RequestMapping("/api/v1")
class UsageController {

  private static final int USUAL = 100;

  private final UsageLog log;
  private final ApiKeys keys;
  private final DatabaseClock clock;
  private final UsageLedger ledger;

  UsageController(UsageLog log, UsageLedger ledger, ApiKeys keys, DatabaseClock clock) {
    this.log = log;
    this.ledger = ledger;
    this.keys = keys;
    this.clock = clock;
  }

  @Operation(
      operationId = "summarizeGatewayUsage",
      summary = "Say what the calls of models come to, in all and by groups")
  @GetMapping("/account/gateway-usage/summary")
  SummaryAnswer summary(
      Principal principal,
      UsageQuery query,
      @Parameter(description = Groupings.DESCRIPTION) @RequestParam(name = "by", required = false)
          @Nullable List<String> by) {
    return SummaryAnswer.of(
        log.summary(principal, query.filter(clock.instant()), Groupings.of(by)));
  }

  @Operation(
      operationId = "searchGatewayUsage",
      summary = "List the calls of models, newest first",
      description =
          "With q, those whose kept words match, and what was said; that takes the scope"
              + " account:admin. Words are kept where MODEL_GATEWAY_CAPTURE_CONTENT says so.")
  @GetMapping("/account/gateway-usage/search")
  FoundCalls search(
      Principal principal,
      UsageQuery query,
      Page.Asked asked,
      @Parameter(
              description =
                  "Words that were said; \"in quotes\" for a phrase, or between, - before what is"
                      + " not to be there.")
          @RequestParam(name = "q", required = false)
          @Nullable String words) {
    UsageFilter filter = query.filter(clock.instant());
    Part part = asked.part(USUAL);
    return words == null
        ? FoundCalls.of(log.search(principal, filter, part))
        : FoundCalls.of(
            log.matching(principal, filter, words, part), ledger.capture().on() ? "on" : "off");
  }

  @Operation(
      operationId = "summarizeApiKeyGatewayUsage",
      summary = "Say what the calls of models by an API key come to, in all and by groups")
  @GetMapping("/auth/api-keys/{id}/gateway-usage/summary")
  SummaryAnswer ofKey(
      Principal principal,
      @PathVariable UUID id,
      KeyUsageQuery query,
      @Parameter(description = Groupings.DESCRIPTION) @RequestParam(name = "by", required = false)
          @Nullable List<String> by) {
    UsageSummary summary =
        log.summary(principal, query.filter(id, clock.instant()), Groupings.of(by));
    if (summary.totals().calls().all() == 0) {
      requireKnown(principal, id);
    }
    return SummaryAnswer.of(summary);
  }

  /** One that was ended has what it used all the same. */
  private void requireKnown(Principal principal, UUID key) {
    keys.get(principal, key);
  }
}
