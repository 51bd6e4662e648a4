package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Defect;
import ai.preloop.policies.conditions.Draft;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.conditions.Schema;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is wrong with conditions, found once for each of them and each schema. Thread-safe. */
final class ConditionDefects {

  private final Reader reader;
  private final Map<Checked, List<Defect>> found = new ConcurrentHashMap<>();

  ConditionDefects(Reader reader) {
    this.reader = reader;
  }

  /** What reads an expression. */
  @FunctionalInterface
  interface Reader {
    Draft read(String expression, Language language);
  }

  private record Checked(Primitive primitive, Rule.Condition condition, int shape) {}

  /** The condition, to be asked about. */
  Asked of(Rule.Condition condition, Primitive primitive) {
    return new Asked(
        primitive,
        condition,
        new Once<>(() -> reader.read(condition.expression(), condition.language())));
  }

  /** A tool, a number that is the same where the schema is the same, and what the schema says. */
  record Typed(KnownTool tool, int shape, Once<Schema> schema) {

    static Typed of(KnownTools.Shaped tool) {
      return new Typed(
          tool.tool(), tool.shape(), new Once<>(() -> Schema.of(tool.tool().inputSchema())));
    }
  }

  /** One condition, read when it must be. One thread's. */
  final class Asked {

    private final Primitive primitive;
    private final Rule.Condition condition;
    private final Once<Draft> draft;

    private Asked(Primitive primitive, Rule.Condition condition, Once<Draft> draft) {
      this.primitive = primitive;
      this.condition = condition;
      this.draft = draft;
    }

    /** With nothing known of the arguments. */
    List<Defect> untyped() {
      return against(KnownTools.NO_SHAPE, () -> Schema.of(primitive));
    }

    List<Defect> against(Typed tool) {
      return against(tool.shape(), tool.schema());
    }

    private List<Defect> against(int shape, Supplier<Schema> schema) {
      return found.computeIfAbsent(
          new Checked(primitive, condition, shape), _ -> draft.get().defects(schema.get()));
    }
  }

  /** What is made when it is asked for first. One thread's. */
  static final class Once<T> implements Supplier<T> {

    private final Supplier<T> source;
    private @Nullable T made;

    Once(Supplier<T> source) {
      this.source = source;
    }

    @Override
    public T get() {
      T known = made;
      if (known == null) {
        known = source.get();
        made = known;
      }
      return known;
    }
  }
}
