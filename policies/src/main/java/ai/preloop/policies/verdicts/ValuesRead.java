package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.EvaluationException;
import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.Read;
import ai.preloop.policies.redaction.Redaction;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What conditions read of one call, for people to see: as JSON, and without secrets. */
final class ValuesRead {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Facts facts;

  ValuesRead(Facts facts) {
    this.facts = facts;
  }

  List<Explanation.Value> of(Step step) {
    return step.reads().stream().map(this::value).toList();
  }

  private Explanation.Value value(Read read) {
    return new Explanation.Value(read.toString(), json(read));
  }

  private @Nullable String json(Read read) {
    try {
      return read.in(facts).map(value -> json(read.name(), value)).orElse(null);
    } catch (EvaluationException e) {
      return null; // The step says why there is nothing that conditions can hold.
    }
  }

  /** A secret is known by the name that it stands under. */
  private static String json(String name, Object value) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    named.put(name, plain(value));
    String redacted = Redaction.redact(JSON.writeValueAsBytes(named));
    return JSON.readTree(redacted).iterator().next().toString();
  }

  /** As JSON has it. */
  private static @Nullable Object plain(Object value) {
    return switch (value) {
      case NullValue _ -> null;
      case UnsignedLong number -> number.bigIntegerValue();
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, member) -> members.put(String.valueOf(key), plain(member)));
        yield members;
      }
      case Number _, Boolean _, String _ -> value;
      default -> value.toString();
    };
  }
}
