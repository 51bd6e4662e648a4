package ai.preloop.policies.conditions;

import java.util.List;

/** An expression that was read, and can be checked against any number of schemas. One thread's. */
public interface Draft {

  /** What is to be said of it where the arguments have this schema. */
  List<Defect> defects(Schema schema);

  /** The condition as it runs, with dynamic arguments; the defects are why there is none. */
  Compilation runnable();

  /** The condition as far as this schema allows it, and what is to be said of it. */
  default Compilation against(Schema schema) {
    List<Defect> defects = defects(schema);
    Compilation runs = Defects.hasError(defects) ? new Compilation(null, defects) : runnable();
    return runs.condition() == null ? runs : new Compilation(runs.condition(), defects);
  }

  /** An expression of which nothing can be made, whatever the schema is. */
  record Refused(List<Defect> defects) implements Draft {

    public Refused {
      defects = List.copyOf(defects);
    }

    static Refused because(String code, String message) {
      return new Refused(Defects.only(code, message).defects());
    }

    @Override
    public List<Defect> defects(Schema schema) {
      return defects;
    }

    @Override
    public Compilation runnable() {
      return new Compilation(null, defects);
    }
  }
}
