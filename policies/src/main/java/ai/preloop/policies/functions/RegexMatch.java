package ai.preloop.policies.functions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code matches}, in linear time (RE2), anywhere in the text. Patterns that are written in a
 * condition are compiled once; those that come from arguments are compiled each time and never
 * kept.
 */
@SuppressWarnings("Immutable") // the cache only makes it faster
public final class RegexMatch implements PolicyFunction {

  /** Instructions that a compiled pattern may have. */
  public static final int PROGRAM_LIMIT = 2_000;

  private static final String NAME = "matches";
  private static final int KEPT = 10_000;

  private final Map<String, Pattern> literals = new ConcurrentHashMap<>();

  /** Keeps a pattern that a condition has as a literal; answers what is wrong with it, if so. */
  public @Nullable String keep(String regex) {
    try {
      Pattern pattern = compile(regex);
      if (literals.size() < KEPT) {
        literals.put(regex, pattern);
      }
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Override
  public CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        NAME,
        CelOverloadDecl.newGlobalOverload(
            "matches", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
        CelOverloadDecl.newMemberOverload(
            "matches_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
  }

  @Override
  public Set<CelFunctionBinding> bindings() {
    return CelFunctionBinding.fromOverloads(
        NAME,
        CelFunctionBinding.from("matches", String.class, String.class, this::matches),
        CelFunctionBinding.from("matches_string", String.class, String.class, this::matches));
  }

  private boolean matches(String text, String regex) {
    Pattern kept = literals.get(regex);
    try {
      return (kept == null ? compile(regex) : kept).matcher(text).find();
    } catch (IllegalArgumentException e) {
      throw new CelInvalidArgumentException(e);
    }
  }

  private static Pattern compile(String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
    }
    if (pattern.programSize() > PROGRAM_LIMIT) {
      throw new IllegalArgumentException("the regular expression is too large");
    }
    return pattern;
  }
}
