package ai.preloop.api.demo;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the demo server offers: something harmless, something to ask about, something to deny. */
enum DemoTool {
  GET_BALANCE("Says what is left in the demo account.", Annotations.READS) {
    @Override
    String run(DemoLedger ledger, Arguments arguments) {
      return "The balance is " + ledger.balance() + " EUR.";
    }
  },
  LIST_PAYMENTS("Lists the payments that were made.", Annotations.READS) {
    @Override
    String run(DemoLedger ledger, Arguments arguments) {
      return ledger.payments().stream()
          .map(paid -> paid.number() + ". " + paid.amount() + " EUR to " + paid.recipient())
          .collect(Collectors.joining("\n", "Payments: " + ledger.payments().size() + "\n", ""));
    }
  },
  PAY_INVOICE("Pays an invoice: takes money from the demo account.", Annotations.PAYS) {
    @Override
    Map<String, Object> properties() {
      return Map.of(
          "amount",
          Map.of("type", "number", "exclusiveMinimum", 0, "description", "In EUR."),
          "recipient",
          Map.of("type", "string", "minLength", 1, "description", "Who is paid."));
    }

    @Override
    String run(DemoLedger ledger, Arguments arguments) {
      BigDecimal amount = arguments.amount();
      String recipient = arguments.recipient();
      if (amount.signum() <= 0 || recipient.isEmpty()) {
        throw new IllegalArgumentException("An amount above 0 and a recipient are needed.");
      }
      DemoLedger.Payment paid = ledger.pay(amount, recipient);
      return "Payment %d: paid %s EUR to %s. The balance is %s EUR."
          .formatted(paid.number(), paid.amount(), paid.recipient(), ledger.balance());
    }
  },
  DELETE_LEDGER("Deletes all payments of the demo account.", Annotations.DELETES) {
    @Override
    String run(DemoLedger ledger, Arguments arguments) {
      return "Deleted " + ledger.delete() + " payments.";
    }
  };

  private final String description;
  private final Annotations annotations;

  DemoTool(String description, Annotations annotations) {
    this.description = description;
    this.annotations = annotations;
  }

  abstract String run(DemoLedger ledger, Arguments arguments);

  Map<String, Object> properties() {
    return Map.of();
  }

  static Optional<DemoTool> named(@Nullable String name) {
    return Stream.of(values()).filter(tool -> tool.toolName().equals(name)).findFirst();
  }

  static List<Map<String, Object>> definitions() {
    return Stream.of(values()).map(DemoTool::definition).toList();
  }

  private String toolName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> definition() {
    return Map.of(
        "name", toolName(),
        "description", description,
        "inputSchema",
            Map.of(
                "type",
                "object",
                "properties",
                properties(),
                "required",
                properties().keySet().stream().sorted().toList(),
                "additionalProperties",
                false),
        "annotations",
            Map.of(
                "readOnlyHint", annotations.readOnly,
                "destructiveHint", annotations.destructive,
                "idempotentHint", annotations.idempotent,
                "openWorldHint", false));
  }

  /** The result of a call, as MCP has it. */
  Map<String, Object> call(DemoLedger ledger, @Nullable JsonSlice arguments) {
    try {
      return result(run(ledger, new Arguments(arguments)), false);
    } catch (IllegalArgumentException e) {
      return result(String.valueOf(e.getMessage()), true);
    }
  }

  private static Map<String, Object> result(String text, boolean isError) {
    return Map.of("content", List.of(Map.of("type", "text", "text", text)), "isError", isError);
  }

  /** What the tools truly do. */
  private enum Annotations {
    READS(true, false, true),
    PAYS(false, true, false),
    DELETES(false, true, true);

    private final boolean readOnly;
    private final boolean destructive;
    private final boolean idempotent;

    Annotations(boolean readOnly, boolean destructive, boolean idempotent) {
      this.readOnly = readOnly;
      this.destructive = destructive;
      this.idempotent = idempotent;
    }
  }

  /** The arguments of a call, each checked where it is taken. */
  record Arguments(@Nullable JsonSlice object) {

    /** Money with two places at most and no exponent, so that no amount is absurd. */
    private static final String MONEY = "\\d{1,9}(\\.\\d{1,2})?";

    BigDecimal amount() {
      JsonSlice amount = object == null ? null : object.member("amount");
      if (amount == null || !amount.is(JsonType.NUMBER) || !amount.toString().matches(MONEY)) {
        throw new IllegalArgumentException("The amount is a number such as 120.50.");
      }
      return new BigDecimal(amount.toString());
    }

    String recipient() {
      JsonSlice recipient = object == null ? null : object.member("recipient");
      String text = recipient == null ? null : recipient.text();
      return text == null ? "" : text.strip();
    }
  }
}
