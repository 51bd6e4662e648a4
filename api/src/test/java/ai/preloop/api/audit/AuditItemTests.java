package ai.preloop.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.audit.ChainedRecord;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditItemTests {

  @Test
  void aRecordHasTheNamesOfTheContract() {
    assertThat(item("{\"amount\":5}").propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "seq",
            "at",
            "correlation_id",
            "session_id",
            "principal",
            "action",
            "server",
            "tool",
            "verdict",
            "rule",
            "policy_version",
            "arguments",
            "outcome",
            "duration_ms",
            "hash",
            "previous_hash");
  }

  @Test
  void argumentsAndRuleAreJson() {
    JsonNode item = item("{\"amount\":5}");

    assertThat(item.at("/arguments/amount").intValue()).isEqualTo(5);
    assertThat(item.at("/rule/description").stringValue()).isEqualTo("no refunds");
    assertThat(item.at("/principal/name").stringValue()).isEqualTo("claude");
    assertThat(item.at("/duration_ms").doubleValue()).isEqualTo(1.5);
  }

  @Test
  void argumentsThatAreNoJsonAreText() {
    assertThat(item("{\"amount").at("/arguments").stringValue()).isEqualTo("{\"amount");
  }

  private static JsonNode item(String arguments) {
    AuditRecord record =
        AuditRecord.of(
                new AccountId(Ids.next()),
                new Who("api_key", null, "claude"),
                What.toolCall("shop", "refund", arguments))
            .judged(new Judgement("deny", "{\"number\":2,\"description\":\"no refunds\"}", 1))
            .ended("denied", Duration.ofNanos(1_500_000));
    return JsonMapper.shared().valueToTree(AuditItem.of(new ChainedRecord(1, record, "00", "01")));
  }
}
