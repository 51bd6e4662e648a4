package ai.preloop.policies.functions;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Set;

/** {@code list.join(separator)}, which ends where too much text would be made. */
final class Joined implements PolicyFunction {

  private static final String NAME = "join";

  @Override
  public CelFunctionDecl declaration() {
    ListType texts = ListType.create(SimpleType.STRING);
    return CelFunctionDecl.newFunctionDeclaration(
        NAME,
        CelOverloadDecl.newMemberOverload("list_join", SimpleType.STRING, texts),
        CelOverloadDecl.newMemberOverload(
            "list_join_string", SimpleType.STRING, texts, SimpleType.STRING));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME,
        CelFunctionBinding.from("list_join", List.class, list -> joined(list, "")),
        CelFunctionBinding.from("list_join_string", List.class, String.class, Joined::joined));
  }

  private static String joined(List<?> list, String separator) {
    StringBuilder text = new StringBuilder();
    String between = "";
    for (Object each : list) {
      text.append(between).append(each);
      between = separator;
      if (text.length() > TextBudget.MOST) {
        throw TextBudget.exceeded();
      }
    }
    return text.toString();
  }
}
